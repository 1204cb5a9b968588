import { afterEach, describe, expect, it, vi } from 'vitest';

import { Connection } from '../../src/daemon/connection.ts';
import { Doorway, type Answer } from '../fixtures/doorway.ts';
import type { Raw } from '../fixtures/raw.ts';

const doorways: Doorway[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const doorway of doorways.splice(0)) await doorway.close();
});

async function open(answer: Answer = () => ({ type: 'pong' })): Promise<Doorway> {
  const doorway = await Doorway.open(answer, (daemon) => (socket) => {
    doorway.asked.push('connected');
    void new Connection(socket, daemon);
  });
  doorways.push(doorway);
  return doorway;
}

/** A client that the other side has taken in, with the clock of its timers in the test's hand. */
async function enter(doorway: Doorway): Promise<Raw> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  const raw = await doorway.connect();
  while (!doorway.asked.includes('connected')) await new Promise(setImmediate);
  return raw;
}

/** Lets everything that was written arrive: a round trip on another connection. */
async function settle(doorway: Doorway): Promise<void> {
  for (let trip = 0; trip < 3; trip += 1) {
    const other = await doorway.connect();
    other.socket.write('{"type":"ping"}\n');
    await other.until(({ text }) => text.endsWith('\n'));
    await other.close();
  }
}

function subscribe(doorway: Doorway): Answer {
  return (_, caller) => {
    doorway.feed.subscribe({ topics: new Set(['all']) }, caller.hear);
    return { type: 'subscribed' };
  };
}

describe('the first request', () => {
  it('may be waited for 60 s, and then the connection is closed', async () => {
    const doorway = await open();
    const raw = await enter(doorway);
    vi.advanceTimersByTime(59_999);
    await settle(doorway);
    expect(raw.text).toBe('');
    vi.advanceTimersByTime(1);
    await raw.closed;
    expect(raw.lines).toMatchObject([{ type: 'error', code: 'request_timeout' }]);
  });

  it.each([
    ['{"type":', '"code":"request_timeout"'],
    ['"Status"', '"code":"request_timeout"'],
    ['STATUS', 'ERR: No complete request came within 5 s'],
    ['S', 'ERR: No complete request came within 5 s'],
    ['   ', '"code":"request_timeout"'],
    ['\u0008\0\0\0{', 'request_timeout'],
  ])('is complete 5 s after its first byte, or is not waited for: %j', async (beginning, error) => {
    const doorway = await open();
    const raw = await enter(doorway);
    vi.advanceTimersByTime(59_000);
    raw.socket.write(beginning);
    await settle(doorway);
    vi.advanceTimersByTime(4999);
    await settle(doorway);
    expect(raw.text).toBe('');
    vi.advanceTimersByTime(1);
    await raw.closed;
    expect(raw.text).toContain(error);
    expect(raw.text.match(/request_timeout|ERR/g)).toHaveLength(1);
  });

  it.each(['{"type":"ping"}\n', '"Whatever"\n', '{"type":}\n'])(
    'once it is complete, lets the client stay for as long as it likes: %j',
    async (request) => {
      const doorway = await open();
      const raw = await enter(doorway);
      raw.socket.write(request);
      await raw.until(({ text }) => text.endsWith('\n'));
      const before = raw.text;
      vi.advanceTimersByTime(86_400_000);
      await settle(doorway);
      expect(raw.text).toBe(before);
      expect(raw.socket.readyState).toBe('open');
    },
  );

  it('of three bytes is answered after 5 s, when no more come', async () => {
    const doorway = await open();
    const raw = await enter(doorway);
    raw.socket.write('{}\n');
    await settle(doorway);
    expect(raw.text).toBe('');
    vi.advanceTimersByTime(5000);
    await raw.until(({ text }) => text.endsWith('\n'));
    expect(raw.lines).toMatchObject([{ code: 'invalid_request' }]);
  });
});

describe('requests in one go', () => {
  it('wait for each other without ids, and not with them', async () => {
    const finish: Array<() => void> = [];
    const doorway = await open((type) =>
      type === 'slow'
        ? new Promise((resolve) => finish.push(() => resolve({ type: 'slow_done' })))
        : { type: 'pong' },
    );
    const raw = await doorway.connect();
    raw.socket.write('{"type":"slow"}\n{"type":"ping"}\n');
    await settle(doorway);
    expect(raw.text).toBe('');
    finish.shift()?.();
    await raw.until(({ lines }) => lines.length === 2);
    expect(raw.lines).toEqual([{ type: 'slow_done' }, { type: 'pong' }]);
    raw.socket.write('{"id":1,"type":"slow"}\n{"id":2,"type":"ping"}\n');
    await raw.until(({ lines }) => lines.length === 3);
    finish.shift()?.();
    await raw.until(({ lines }) => lines.length === 4);
    expect(raw.lines.slice(2)).toEqual([
      { id: 2, type: 'pong' },
      { id: 1, type: 'slow_done' },
    ]);
  });

  it('with ids are begun 64 at a time', async () => {
    const finish: Array<() => void> = [];
    const doorway = await open((type) =>
      type === 'ping'
        ? { type: 'pong' }
        : new Promise((resolve) => finish.push(() => resolve({ type: 'slow_done' }))),
    );
    const raw = await doorway.connect();
    raw.socket.write(
      Array.from({ length: 500 }, (_, id) => `{"id":${id},"type":"slow"}\n`).join(''),
    );
    await vi.waitFor(() => expect(finish).toHaveLength(64));
    await settle(doorway);
    expect(finish).toHaveLength(64);
    for (let answered = 0; answered < 500; answered += 1) {
      await vi.waitFor(() => expect(finish.length).toBeGreaterThan(0));
      finish.shift()?.();
    }
    await raw.until(({ lines }) => lines.length === 500);
    expect(new Set(raw.lines.map((line) => (line as { id: number }).id)).size).toBe(500);
  });

  it('are answered before the connection is closed for what cannot be read', async () => {
    let finish = () => {};
    const doorway = await open((type) =>
      type === 'ping'
        ? { type: 'pong' }
        : new Promise((resolve) => (finish = () => resolve({ type: 'slow_done' }))),
    );
    const raw = await doorway.connect();
    raw.socket.write(Buffer.from('{"id":1,"type":"slow"}\n\xff\n', 'latin1'));
    await raw.until(({ text }) => text.includes('bad_encoding'));
    finish();
    await raw.closed;
    expect(raw.lines).toMatchObject([{ code: 'bad_encoding' }, { id: 1, type: 'slow_done' }]);
  });
});

describe('a client that does not read', () => {
  it('is not read either, and gets every answer when it reads again', async () => {
    const reply = { type: 'pong', padding: 'x'.repeat(10_000) };
    const doorway = await open(() => reply);
    const raw = await doorway.connect();
    raw.socket.pause();
    raw.socket.write('{"type":"ping"}\n'.repeat(2000));
    await vi.waitFor(() => expect(doorway.asked.length).toBeGreaterThan(100));
    await settle(doorway);
    // 1 MiB, and what the kernel has taken.
    expect(doorway.asked.length).toBeLessThan(300);
    raw.socket.resume();
    await raw.until(({ size }) => size >= 2000 * 10_000);
    expect(await raw.finish()).toBe(`${JSON.stringify(reply)}\n`.repeat(2000));
  });

  it('gets a long answer whole after it has said all, however slowly it reads', async () => {
    const doorway = await open((type) =>
      type === 'ping' ? { type: 'pong' } : { type: 'long', text: 'x'.repeat(3_000_000) },
    );
    const raw = await enter(doorway);
    raw.socket.pause();
    raw.socket.end('{"type":"long"}\n');
    await settle(doorway);
    vi.advanceTimersByTime(3_600_000);
    await settle(doorway);
    raw.socket.resume();
    await raw.closed;
    expect(raw.bytes).toHaveLength('{"type":"long","text":""}\n'.length + 3_000_000);
  });

  it('but is subscribed is told overflow when it reads on, in the place of what it was too slow for', async () => {
    const doorway: Doorway = await open((type, caller, fields) =>
      type === 'ping' ? { type: 'pong' } : subscribe(doorway)(type, caller, fields),
    );
    const raw = await doorway.connect();
    raw.socket.write('{"type":"subscribe"}\n');
    await raw.until(({ lines }) => lines.length === 1);
    raw.socket.pause();
    const line = 'x'.repeat(1000);
    for (let count = 0; count < 10_000; count += 1) {
      doorway.feed.announce('log_line', { level: 'info', line });
    }
    raw.socket.resume();
    await raw.closed;
    const events = raw.lines.slice(1) as Array<{ event: string; seq?: number }>;
    expect(events.at(-1)).toMatchObject({ event: 'overflow' });
    const numbers = events.slice(0, -1).map(({ seq }) => seq);
    expect(numbers).toEqual(Array.from(numbers, (_, index) => index + 1));
    expect(raw.bytes.length).toBeLessThan(1_000_000);
  });
});

describe('events of the past', () => {
  it('are sent at the pace of the client, more than 4 MiB too, and what is new comes after them', async () => {
    const doorway: Doorway = await open((type, caller) => {
      if (type === 'ping') return { type: 'pong' };
      doorway.feed.subscribe({ topics: new Set(['all']) }, caller.hear);
      const missed = doorway.feed.replay(0, { topics: new Set(['all']) });
      caller.afterReply(() => caller.catchUp(missed));
      return { type: 'subscribed' };
    });
    const line = 'x'.repeat(1000);
    const announce = () => doorway.feed.announce('log_line', { level: 'info', line });
    for (let count = 0; count < 10_000; count += 1) announce();
    const raw = await doorway.connect();
    raw.socket.write('{"type":"subscribe"}\n');
    await raw.until(({ size }) => size > 1000);
    for (let count = 0; count < 1000; count += 1) announce();
    await raw.until(
      ({ size }) =>
        size >= 11_000 * 1000 && /"seq":11000,.*\n$/.test(raw.bytes.toString('utf8', size - 1200)),
    );
    const numbers = raw.lines.slice(1).map((event) => (event as { seq: number }).seq);
    expect(numbers).toEqual(Array.from({ length: 11_000 }, (_, index) => index + 1));
  });
});

describe('a client that only listens', () => {
  it('and has said all it wants to say hears on', async () => {
    const doorway: Doorway = await open((type, caller, fields) =>
      type === 'ping' ? { type: 'pong' } : subscribe(doorway)(type, caller, fields),
    );
    const raw = await enter(doorway);
    // Half-closed, and still there.
    raw.socket.allowHalfOpen = true;
    raw.socket.end('{"type":"subscribe"}\n');
    await raw.until(({ lines }) => lines.length === 1);
    vi.advanceTimersByTime(60_000);
    await settle(doorway);
    doorway.feed.announce('log_line', { level: 'info', line: 'hello' });
    await raw.until(({ lines }) => lines.length === 2);
    expect(raw.lines[1]).toMatchObject({ event: 'log_line' });
  });

  it.each(['at once', 'some time after it has said all'])(
    'and vanishes %s is noticed without any event',
    async (when) => {
      let hasGone = false;
      const doorway: Doorway = await open((type, caller, fields) => {
        if (type === 'ping') return { type: 'pong' };
        caller.onceGone(() => (hasGone = true));
        return subscribe(doorway)(type, caller, fields);
      });
      const raw = await enter(doorway);
      raw.socket.write('{"type":"subscribe"}\n');
      await raw.until(({ lines }) => lines.length === 1);
      if (when !== 'at once') {
        raw.socket.end();
        await settle(doorway);
        expect(hasGone).toBe(false);
      }
      raw.socket.destroy();
      await settle(doorway);
      vi.advanceTimersByTime(5000);
      await settle(doorway);
      expect(hasGone).toBe(true);
    },
  );
});
