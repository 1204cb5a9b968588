import { describe, expect, it } from 'vitest';

import type { Incoming } from '../../../src/protocol/dialects/dialect.ts';
import { maxLineBytes } from '../../../src/protocol/dialects/line-splitter.ts';
import { LinesDialect } from '../../../src/protocol/dialects/lines.ts';
import { WhisError } from '../../../src/protocol/errors.ts';

const encoder = new TextEncoder();

function read(text: string): Incoming[] {
  const dialect = new LinesDialect();
  return [...dialect.push(encoder.encode(text)), ...dialect.end()];
}

function answer(line: string): unknown {
  const dialect = new LinesDialect();
  const [incoming] = dialect.push(encoder.encode(`${line}\n`));
  return JSON.parse(dialect.reply({ type: 'pong' }, incoming?.form as never));
}

describe('lines', () => {
  it('reads each line as one request, the last one without its end too', () => {
    expect(read('{"type":"ping"}\r\n\n  \n{"id":2,"type":"status"}')).toMatchObject([
      { request: { type: 'ping' }, hasId: false },
      { request: { type: 'status' }, hasId: true },
    ]);
  });

  it.each([
    ['{"type":"ping","id":"ä"}', { id: 'ä', type: 'pong' }],
    ['{"id":-9007199254740991,"type":"ping"}', { id: -9007199254740991, type: 'pong' }],
    ['{"id":"","type":"ping"}', { id: '', type: 'pong' }],
    ['{"id":0,"type":"ping"}', { id: 0, type: 'pong' }],
    ['{"type":"ping"}', { type: 'pong' }],
  ])('returns the id of %s unchanged', (line, reply) => {
    expect(answer(line)).toEqual(reply);
  });

  it.each([
    ['{"type":"ping"', 'bad_json'],
    ['{"type":"ping",}', 'bad_json'],
    ['{"type":"ping"} {}', 'bad_json'],
    ["{'type':'ping'}", 'bad_json'],
    ['{"type":"a\u0000b"}', 'bad_json'],
    ['{"type":1e400}', 'invalid_request'],
    ['{"id":1,"x":{}}', 'invalid_request'],
    ['{"id":1e400,"type":"ping"}', 'invalid_request'],
    ['{"id":null,"type":"ping"}', 'invalid_request'],
    ['{"type":null,"id":1}', 'invalid_request'],
    ['[]', 'invalid_request'],
    ['7', 'invalid_request'],
  ])('says what is wrong with %s and stays open', (line, code) => {
    expect(read(`${line}\n{"type":"ping"}\n`)).toMatchObject([
      { problem: { code }, isFatal: false },
      { request: { type: 'ping' } },
    ]);
  });

  it('takes the last of duplicate keys, and none named __proto__', () => {
    const line = '{"type":"a","type":"b","__proto__":{"x":1},"y":{"__proto__":2}}';
    const [incoming] = read(line);
    expect(incoming).toMatchObject({ request: { type: 'b', y: {} } });
    expect(JSON.stringify(incoming)).not.toContain('__proto__');
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('reads nothing after a line that is too long or no UTF-8', () => {
    const long = read(`${' '.repeat(maxLineBytes)}{}\n{"type":"ping"}\n`);
    expect(long).toMatchObject([{ problem: { code: 'too_large' }, isFatal: true }]);
    const dialect = new LinesDialect();
    expect(dialect.push(Uint8Array.of(0x22, 0xff, 0x22, 0x0a, 0x7b, 0x7d, 0x0a))).toMatchObject([
      { problem: { code: 'bad_encoding' }, isFatal: true },
    ]);
  });

  it('writes events, messages and its last words as tagged objects', () => {
    const dialect = new LinesDialect();
    const at = '2026-11-20T10:00:00.000Z';
    const data = { from: 'idle', to: 'recording' } as const;
    const event = { type: 'event', seq: 4, at, event: 'state_changed', data } as const;
    expect(dialect.tell(event)).toBe(`${JSON.stringify(event)}\n`);
    expect(dialect.tell({ type: 'detached', session_id: 'a' })).toBe(
      '{"type":"detached","session_id":"a"}\n',
    );
    expect(dialect.farewell(new WhisError('request_timeout', 'late'))).toBe(
      '{"type":"error","code":"request_timeout","message":"late"}\n',
    );
    expect(dialect.answersOnce).toBe(false);
  });
});
