import { describe, expect, it } from 'vitest';

import { LinesDialect } from '../../../src/protocol/dialects/lines.ts';
import type { Incoming, Message } from '../../../src/protocol/dialects/dialect.ts';

const encoder = new TextEncoder();

/** The one thing that a line is read as, and how the dialect answers it. */
function hear(line: string): { incoming: Incoming; reply: (message: Message) => unknown } {
  const dialect = new LinesDialect();
  const [incoming, ...more] = dialect.push(encoder.encode(`${line}\n`));
  expect(more).toEqual([]);
  if (incoming === undefined) throw new Error(`nothing was read from ${line}`);
  return { incoming, reply: (message) => dialect.reply(message, incoming.form) };
}

describe('bare words', () => {
  it.each([
    ['"Status"', 'status'],
    ['"Toggle"', 'toggle'],
    ['"Stop"', 'shutdown'],
    ['{"Status":null}', 'status'],
    ['{"Toggle":{}}', 'toggle'],
    ['{"Stop":[]}', 'shutdown'],
    ['{"Stop"}', 'shutdown'],
    [' {"Stop"} \r', 'shutdown'],
  ])('reads %s as %s', (line, type) => {
    expect(hear(line).incoming).toMatchObject({ request: { type }, hasId: false });
  });

  it.each([
    ['idle', '"Idle"\n'],
    ['recording', '"Recording"\n'],
    ['transcribing', '"Transcribing"\n'],
    ['paused', '"Idle"\n'],
  ])('tells the state %s as %s', (state, word) => {
    expect(hear('"Status"').reply({ type: 'status', state, uptime_secs: 1 })).toBe(word);
    const toggled = { type: 'toggled', from: 'idle', to: state, session_id: null, ignored: false };
    expect(hear('"Toggle"').reply(toggled)).toBe(word);
  });

  it('answers Stop with Success, and says no in kind', () => {
    expect(hear('"Stop"').reply({ type: 'ok' })).toBe('"Success"\n');
    expect(hear('"Toggle"').reply({ type: 'error', code: 'busy', message: 'a “b”' })).toBe(
      '{"Error":"a “b”"}\n',
    );
  });

  it.each([
    ['"Whatever"'],
    ['"status"'],
    ['""'],
    ['"__proto__"'],
    ['"constructor"'],
    ['{"Whatever":1}'],
    ['{"id":1}'],
  ])('knows no request %s, and says so in kind', (line) => {
    const { incoming, reply } = hear(line);
    expect(incoming).toMatchObject({ problem: { code: 'unknown_request' }, isFatal: false });
    expect(reply({ type: 'error', code: 'unknown_request', message: 'no' })).toBe(
      '{"Error":"no"}\n',
    );
  });

  it.each([['{"type":"ping"}'], ['{"type":"ping","id":1}'], ['{"Status":1,"Stop":2}'], ['{}']])(
    'takes %s for a tagged request',
    (line) => {
      expect(hear(line).reply({ type: 'pong' })).toContain('"type":"pong"');
    },
  );
});
