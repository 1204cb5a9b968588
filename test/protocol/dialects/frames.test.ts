import { describe, expect, it } from 'vitest';

import type { Incoming } from '../../../src/protocol/dialects/dialect.ts';
import { FramesDialect, type FrameForm } from '../../../src/protocol/dialects/frames.ts';
import { WhisError } from '../../../src/protocol/errors.ts';
import type { WhisEvent } from '../../../src/protocol/events.ts';
import { frame } from '../../fixtures/conversation.ts';

const event: WhisEvent = {
  type: 'event',
  seq: 7,
  at: '2026-11-20T10:00:00.000Z',
  event: 'state_changed',
  data: { from: 'idle', to: 'paused' },
};

function hear(payload: string): { incoming: Incoming<FrameForm>; dialect: FramesDialect } {
  const dialect = new FramesDialect();
  const [incoming, ...more] = dialect.push(frame(payload));
  expect(more).toEqual([]);
  if (incoming === undefined) throw new Error(`nothing was read from ${payload}`);
  return { incoming, dialect };
}

function payloadOf(bytes: Uint8Array): unknown {
  const buffer = Buffer.from(bytes);
  expect(buffer.readUInt32LE(0)).toBe(buffer.length - 4);
  return JSON.parse(buffer.toString('utf8', 4));
}

describe('frames', () => {
  it('answers a tagged request as tagged, with its id', () => {
    const { incoming, dialect } = hear('{"id":"ü","type":"ping"}');
    expect(incoming).toMatchObject({ request: { type: 'ping' }, hasId: true });
    expect(payloadOf(dialect.reply({ type: 'pong' }, incoming.form))).toEqual({
      id: 'ü',
      type: 'pong',
    });
  });

  it('answers the process manager in its shape', () => {
    const { incoming, dialect } = hear('{"Stop":{"name":null}}');
    expect(incoming).toMatchObject({ request: { type: 'stop_session' }, hasId: false });
    const reply = { type: 'session_stopped', session_id: 'a' };
    expect(payloadOf(dialect.reply(reply, incoming.form))).toEqual({
      Success: { message: 'session stopped a' },
    });
  });

  it.each([['"Whatever"'], ['{"Whatever":{}}'], ['"__proto__"']])(
    'knows no request %s, and says so in the same shape',
    (payload) => {
      const { incoming, dialect } = hear(payload);
      expect(incoming).toMatchObject({ problem: { code: 'unknown_request' }, isFatal: false });
      const error = { type: 'error', code: 'unknown_request', message: 'no' };
      expect(payloadOf(dialect.reply(error, incoming.form))).toEqual({ Error: { message: 'no' } });
    },
  );

  it('tells events in the shape in which they were asked for last', () => {
    const dialect = new FramesDialect();
    dialect.push(frame('{"Subscribe":{"subscription":{"AllEvents":{"app_name":null}}}}'));
    expect(payloadOf(dialect.tell(event))).toEqual({
      Event: { event_type: 'status_change', data: { ...event.data, at: event.at, seq: 7 } },
    });
    dialect.push(frame('{"type":"subscribe"}'));
    expect(payloadOf(dialect.tell(event))).toEqual(event);
    expect(payloadOf(new FramesDialect().tell(event))).toEqual(event);
  });

  it.each([
    ['', 'bad_json'],
    ['{', 'bad_json'],
    [`${'['.repeat(33)}${']'.repeat(33)}`, 'bad_json'],
    ['[]', 'invalid_request'],
    ['{"id":1,"x":2}', 'invalid_request'],
  ])('says what is wrong with %j and stays open', (payload, code) => {
    const { incoming, dialect } = hear(payload);
    expect(incoming).toMatchObject({ problem: { code }, isFatal: false });
    expect(dialect.push(frame('{"type":"ping"}'))).toMatchObject([{ request: { type: 'ping' } }]);
  });

  it('takes a frame of 64 KiB, and refuses a longer one by its length alone', () => {
    const label = 'x'.repeat(65_536 - '{"type":"a","label":""}'.length);
    expect(hear(`{"type":"a","label":"${label}"}`).incoming).toMatchObject({ hasId: false });
    for (const length of [65_537, 0x00ff_ffff, 0xffff_ffff]) {
      const prefix = Buffer.alloc(4);
      prefix.writeUInt32LE(length);
      const dialect = new FramesDialect();
      expect(dialect.push(prefix)).toMatchObject([
        { problem: { code: 'too_large' }, isFatal: true },
      ]);
      expect(dialect.push(frame('{"type":"ping"}'))).toEqual([]);
    }
  });

  it('refuses what is no UTF-8, and answers nothing to a frame that was cut short', () => {
    const dialect = new FramesDialect();
    expect(dialect.push(frame(Uint8Array.of(0x22, 0xc3, 0x28, 0x22)))).toMatchObject([
      { problem: { code: 'bad_encoding' }, isFatal: true },
    ]);
    const cut = new FramesDialect();
    expect(cut.push(frame('{"type":"ping"}').subarray(0, 12))).toEqual([]);
    expect(cut.end()).toEqual([]);
  });

  it('says its last words as a tagged frame', () => {
    const bytes = new FramesDialect().farewell(new WhisError('request_timeout', 'late'));
    expect(payloadOf(bytes)).toEqual({ type: 'error', code: 'request_timeout', message: 'late' });
  });
});
