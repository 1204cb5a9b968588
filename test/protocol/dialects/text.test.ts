import { describe, expect, it } from 'vitest';

import type { Incoming, Message } from '../../../src/protocol/dialects/dialect.ts';
import { maxLineBytes } from '../../../src/protocol/dialects/line-splitter.ts';
import { TextDialect, type TextForm } from '../../../src/protocol/dialects/text.ts';
import { WhisError } from '../../../src/protocol/errors.ts';

const encoder = new TextEncoder();

function hear(line: string): { incoming: Incoming<TextForm>; reply: (message: Message) => string } {
  const dialect = new TextDialect();
  const [incoming] = dialect.push(encoder.encode(`${line}\n`));
  if (incoming === undefined) throw new Error(`nothing was read from ${line}`);
  return { incoming, reply: (message) => dialect.reply(message, incoming.form) };
}

const commands: ReadonlyArray<[string, string]> = [
  ['STATUS', 'status'],
  ['PAUSE', 'pause'],
  ['RESUME', 'resume'],
  ['RELOAD', 'reload'],
  ['TOGGLE', 'toggle'],
  ['START', 'start_session'],
  ['DONE', 'stop_session'],
  ['CANCEL', 'cancel_session'],
  ['PING', 'ping'],
  ['SHUTDOWN', 'shutdown'],
];

describe('text commands', () => {
  it.each(commands)('reads %s, upper or lower case, as %s', (word, type) => {
    for (const line of [
      word,
      word.toLowerCase(),
      `  ${word} \r`,
      `${word[0]}${word.slice(1).toLowerCase()}`,
    ]) {
      expect(hear(line).incoming).toMatchObject({ request: { type }, hasId: false });
    }
  });

  it.each(commands.filter(([word]) => word !== 'STATUS'))('answers %s with OK', (word) => {
    expect(hear(word).reply({ type: 'ok', session_id: 'x' })).toBe('OK\n');
  });

  it('answers STATUS with one line of JSON, without a tag', () => {
    const figures = {
      state: 'idle',
      uptime_secs: 1,
      current_session: null,
      saves_count: 2,
      total_resumes: 0,
    };
    const reply = hear('STATUS').reply({ type: 'status', ...figures });
    expect(reply.endsWith('}\n')).toBe(true);
    expect(reply.trim()).not.toContain('\n');
    expect(JSON.parse(reply)).toEqual(figures);
  });

  it('answers HELP with every command and an empty line', () => {
    const help = hear('help').reply({ type: 'pong' });
    expect(help.endsWith('\n\n')).toBe(true);
    for (const [word] of [...commands, ['HELP']])
      expect(help).toMatch(new RegExp(`^${word} `, 'm'));
    expect(help.trimEnd()).not.toContain('\n\n');
  });

  it('takes an argument where one belongs, and only there', () => {
    expect(hear('START a  longer label').incoming).toMatchObject({
      request: { type: 'start_session', label: 'a longer label' },
    });
    expect(hear('done last').incoming).toMatchObject({ request: { session_id: 'last' } });
    expect(hear('CANCEL current').incoming).toMatchObject({ request: { session_id: 'current' } });
    expect(hear('STATUS now').incoming).toMatchObject({ problem: { code: 'unknown_request' } });
  });

  it.each([['NONSENSE'], ['GET / HTTP/1.1'], ['__proto__'], ['constructor'], ['toString']])(
    'knows no command %s',
    (line) => {
      const { incoming, reply } = hear(line);
      expect(incoming).toMatchObject({ problem: { code: 'unknown_request' }, isFatal: false });
      expect(reply({ type: 'error', code: 'unknown_request', message: 'no' })).toBe('ERR: no\n');
    },
  );

  it('says no in one line, whatever the message is', () => {
    const message = 'first\r\n  second\nthird';
    expect(hear('PAUSE').reply({ type: 'error', code: 'busy', message })).toBe(
      'ERR: first second third\n',
    );
    const dialect = new TextDialect();
    expect(dialect.farewell(new WhisError('request_timeout', 'too\nlate'))).toBe('ERR: too late\n');
    expect(dialect.tell()).toBe('');
    expect(dialect.answersOnce).toBe(true);
  });

  it('refuses a line that is too long, and one that is no UTF-8', () => {
    expect(hear(`A${'a'.repeat(maxLineBytes)}`).incoming).toMatchObject({
      problem: { code: 'too_large' },
      isFatal: true,
    });
    const [incoming] = new TextDialect().push(Uint8Array.of(0x41, 0xc3, 0x28, 0x0a));
    expect(incoming).toMatchObject({ problem: { code: 'bad_encoding' }, isFatal: true });
  });

  it('reads a command without a line end when the stream ends', () => {
    const dialect = new TextDialect();
    expect(dialect.push(encoder.encode('PING'))).toEqual([]);
    expect(dialect.end()).toMatchObject([{ request: { type: 'ping' } }]);
  });
});
