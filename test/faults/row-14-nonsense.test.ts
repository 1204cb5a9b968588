import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { frame } from '../fixtures/conversation.ts';
import { counts, report } from '../fixtures/faults.ts';
import { Home, type Daemon } from '../fixtures/home.ts';
import { Raw } from '../fixtures/raw.ts';
import {
  heldAtWork,
  holdsNoMore,
  megabytes,
  mostHeldBy,
  Pinger,
  type Held,
} from '../fixtures/watch.ts';

// Row 14: too much, too deep, cut short, and what is no request at all.

vi.setConfig({ testTimeout: counts(30_000, 900_000) });

const rounds = counts(3, 300);
const hugeBytes = 100_000_000;

let home: Home;
let daemon: Daemon;
let before: Held;
let pinger: Pinger;
let tried = 0;
let survived = 0;
let mostTakenBytes = 0;

beforeAll(async () => {
  home = await Home.make();
  daemon = await home.listen();
  pinger = await Pinger.start(home.socket);
  before = await heldAtWork(daemon);
});

afterAll(async () => {
  const grownMb = await holdsNoMore(daemon, before);
  const pings = await pinger.end();
  report(14, 'nonsense', {
    tried,
    survived,
    lost: 0,
    most_taken_kb: Math.round(mostTakenBytes / 1000),
    grown_mb: grownMb,
    most_held_mb: megabytes(mostHeldBy(daemon)),
    ...pings,
  });
  await home.close();
});

/** The errors in what was answered, in whichever dialect. */
function errors(text: string): string[] {
  return text.match(/"type":"error","code":"\w+"|\{"Error":|^ERR: /gm) ?? [];
}

/** Whether the daemon is the same, and answers. */
async function isWell(): Promise<void> {
  const client = await daemon.connect();
  expect(await client.call('status')).toMatchObject({ pid: daemon.pid, state: 'idle' });
  await client.close();
  // It has outlived all that was tried until now.
  survived = tried;
}

function prefix(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(length);
  return bytes;
}

const ping = frame('{"type":"ping"}');
const line = (text: string) => Buffer.from(`${text}\n`);
const tlsHello = Buffer.from('16030100c8010000c40303000102030405060708090a0b0c0d0e0f', 'hex');

describe('a stream without an end', () => {
  it.each([
    ['a line of JSON', '{"type":"', 'too_large'],
    ['a bare word', '"Status', 'too_large'],
    ['a command', 'STATUS', 'ERR: '],
    ['a frame that says it is 16 MB', prefix(0x00ff_ffff), 'too_large'],
    ['what is no dialect', '%%%%', 'bad_json'],
  ])('is closed at the bound with one error: %s', async (_, beginning, error) => {
    const block = Buffer.alloc(64 * 1024, 0x61);
    for (let round = 0; round < rounds; round += 1) {
      const raw = await Raw.connect(home.socket);
      let taken = 0;
      let isOpen = await raw.write(beginning);
      while (isOpen && taken < hugeBytes) {
        isOpen = await raw.write(block);
        taken += block.length;
      }
      await raw.closed;
      tried += 1;
      mostTakenBytes = Math.max(mostTakenBytes, taken);
      // Some of what comes after the bound is thrown away, so that the client may read the error.
      expect(taken).toBeLessThan(4_000_000);
      for (const told of errors(raw.text)) expect(told).toContain(error);
      expect(errors(raw.text).length).toBeLessThanOrEqual(1);
    }
    await isWell();
  });

  it('of spaces is held nowhere, and closed when no request comes', async () => {
    const block = Buffer.alloc(64 * 1024, 0x20);
    const raw = await Raw.connect(home.socket);
    let taken = 0;
    while (taken < hugeBytes && (await raw.write(block))) taken += block.length;
    await raw.closed;
    tried += 1;
    expect(errors(raw.text)).toEqual([expect.stringContaining('request_timeout')]);
    await holdsNoMore(daemon, before);
    await isWell();
  });
});

/** Each with the error that it is answered with, or null for none, and whether it is closed. */
const nonsense: ReadonlyArray<[string, Buffer, string | null, boolean]> = [
  ['a frame of length 0', prefix(0), 'bad_json', false],
  ['a length of 0xFFFFFFFF', prefix(0xffff_ffff), 'bad_json', true],
  ['a length of 0xFFFFFFFF later', Buffer.concat([ping, prefix(0xffff_ffff)]), 'too_large', true],
  ['a frame cut short', Buffer.from(ping.subarray(0, 10)), null, false],
  ['a frame cut short in its length', Buffer.concat([ping, ping.subarray(0, 2)]), null, false],
  ['a frame of invalid UTF-8', Buffer.from(frame(Uint8Array.of(0xc3, 0x28))), 'bad_encoding', true],
  ['a frame of NULs', Buffer.from(frame(new Uint8Array(100))), 'bad_json', false],
  ['a line of invalid UTF-8', Buffer.from('{"type":"\xc3\x28"}\n', 'latin1'), 'bad_encoding', true],
  ['a command of invalid UTF-8', Buffer.from('STAT\xff\n', 'latin1'), 'ERR: ', true],
  ['a NUL in a line', line('{"type":"pi\0ng"}'), 'bad_json', false],
  ['a NUL in a command', line('PING\0'), 'ERR: ', true],
  ['NULs only', Buffer.alloc(3), 'bad_json', false],
  [
    'nesting of 30,000',
    line(`{"type":"ping","x":${'['.repeat(30_000)}${']'.repeat(30_000)}}`),
    'bad_json',
    false,
  ],
  ['nesting of 100,000', line('['.repeat(100_000)), 'bad_json', true],
  ['nesting of 20,000 objects', line('{"a":'.repeat(20_000)), 'too_large', true],
  ['70 KB without an end', Buffer.alloc(70_000, '{'), 'too_large', true],
  ['70 KB of a command', Buffer.alloc(70_000, 'A'), 'ERR: ', true],
  ['a request in __proto__', line('{"__proto__":{"type":"shutdown"}}'), 'invalid_request', false],
  ['a type of __proto__', line('{"type":"__proto__"}'), 'unknown_request', false],
  ['a type of constructor', line('{"type":"constructor"}'), 'unknown_request', false],
  [
    'settings in __proto__',
    line('{"type":"set_setting","key":"__proto__.x","value":1}'),
    'invalid_settings',
    false,
  ],
  ['duplicate keys', line('{"type":"shutdown","id":1,"type":"ping"}'), null, false],
  ['an id of 1e400', line('{"type":"ping","id":1e400}'), 'invalid_request', false],
  ['a limit of 1e400', line('{"type":"list_sessions","limit":1e400}'), 'invalid_request', false],
  [
    'a length of 1e400 seconds',
    line('{"type":"start_session","max_seconds":1e400}'),
    'invalid_request',
    false,
  ],
  ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'), 'ERR: ', true],
  ['HTTP with a body', Buffer.from('POST / HTTP/1.1\r\n\r\n{"type":"shutdown"}\n'), 'ERR: ', true],
  ['TLS', tlsHello, 'too_large', true],
];

describe('nonsense', () => {
  it.each(nonsense)('gets one error at most: %s', async (_, bytes, error, isClosed) => {
    for (let round = 0; round < rounds; round += 1) {
      const raw = await Raw.connect(home.socket);
      await raw.write(bytes);
      if (isClosed) await raw.closed;
      else await raw.finish();
      tried += 1;
      expect(errors(raw.text)).toEqual(error === null ? [] : [expect.stringContaining(error)]);
    }
    await isWell();
  });

  it('of random bytes gets one error at most', async () => {
    for (let round = 0; round < rounds * 10; round += 1) {
      const raw = await Raw.connect(home.socket);
      const bytes = randomBytes(4096);
      await raw.write(bytes);
      const text = await raw.finish();
      tried += 1;
      // What was sent is shown when this fails.
      expect({ bytes, errors: errors(text).slice(1) }).toEqual({ bytes, errors: [] });
    }
    await isWell();
  });
});
