import { describe, expect, it } from 'vitest';

import { AnyDialect } from '../../../src/protocol/dialects/any-dialect.ts';
import { WhisError } from '../../../src/protocol/errors.ts';
import { frame } from '../../fixtures/conversation.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const late = new WhisError('request_timeout', 'late');

describe('AnyDialect', () => {
  it('becomes the dialect of the first bytes, for the whole connection', () => {
    const text = new AnyDialect();
    expect(text.push(bytesOf('PING\n'))).toMatchObject([{ request: { type: 'ping' } }]);
    expect(text.answersOnce).toBe(true);
    expect(text.push(bytesOf('{"type":"ping"}\n'))).toMatchObject([
      { problem: { code: 'unknown_request' } },
    ]);
    const frames = new AnyDialect();
    expect(frames.push(frame('"List"'))).toMatchObject([{ request: { type: 'list_sessions' } }]);
    expect(frames.answersOnce).toBe(false);
    expect(frames.farewell(late)).toBeInstanceOf(Uint8Array);
  });

  it('speaks lines as long as it is not told', () => {
    const dialect = new AnyDialect();
    expect(dialect.push(bytesOf('  \n'))).toEqual([]);
    expect(dialect.farewell(late)).toBe(
      '{"type":"error","code":"request_timeout","message":"late"}\n',
    );
    expect(dialect.end()).toEqual([]);
  });

  it('is told by fewer than four bytes when time is up or the stream ends', () => {
    const dialect = new AnyDialect();
    expect(dialect.push(bytesOf('{}\n'))).toEqual([]);
    expect(dialect.decide()).toMatchObject([{ problem: { code: 'invalid_request' } }]);
    expect(dialect.decide()).toEqual([]);
    const text = new AnyDialect();
    text.push(bytesOf('x'));
    expect(text.end()).toMatchObject([{ problem: { code: 'unknown_request' } }]);
    expect(text.farewell(late)).toBe('ERR: late\n');
  });

  it('reads nothing after bytes that are no dialect', () => {
    const dialect = new AnyDialect();
    expect(dialect.push(bytesOf('1234'))).toMatchObject([
      { problem: { code: 'bad_json' }, isFatal: true },
    ]);
    expect(dialect.push(bytesOf('{"type":"ping"}\n'))).toEqual([]);
    expect(dialect.end()).toEqual([]);
  });
});
