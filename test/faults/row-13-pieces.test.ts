import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { frame } from '../fixtures/conversation.ts';
import { counts, report } from '../fixtures/faults.ts';
import { Home, type Daemon } from '../fixtures/home.ts';
import { Raw } from '../fixtures/raw.ts';
import { heldAtWork, holdsNoMore, Pinger, type Held } from '../fixtures/watch.ts';

// Row 13: whole requests in odd pieces, and clients that leave early.

let home: Home;
let daemon: Daemon;
let before: Held;
let pinger: Pinger;
let tried = 0;
let lost = 0;

beforeAll(async () => {
  home = await Home.make();
  daemon = await home.listen();

  pinger = await Pinger.start(home.socket);
  before = await heldAtWork(daemon);
});

afterAll(async () => {
  const grownMb = await holdsNoMore(daemon, before);
  const pings = await pinger.end();
  report(13, 'requests in pieces, early leavers', {
    tried,
    survived: tried,
    lost,
    grown_mb: grownMb,
    ...pings,
  });
  await home.close();
});

/** Every dialect's way to send one request, and to count the answers to it. */
const dialects = {
  tagged: { bytes: () => Buffer.from('{"type":"ping"}\n'), answers: (raw: Raw) => raw.lines },
  bare: { bytes: () => Buffer.from('"Status"\n'), answers: (raw: Raw) => raw.lines },
  text: {
    bytes: () => Buffer.from('PING\n'),
    answers: (raw: Raw) => raw.text.split('\n').filter((line) => line !== ''),
  },
  frames: { bytes: () => frame('{"type":"ping"}'), answers: (raw: Raw) => raw.frames },
  manager: { bytes: () => frame('{"Status":{"name":null}}'), answers: (raw: Raw) => raw.frames },
};
const expected = {
  tagged: { type: 'pong' },
  bare: 'Idle',
  text: 'OK',
  frames: { type: 'pong' },
  manager: { Data: { data: { apps: [] } } },
};
const names = Object.keys(dialects) as Array<keyof typeof dialects>;
vi.setConfig({ testTimeout: counts(30_000, 900_000) });

const rounds = counts(5, 100);

/** Sends the pieces and ends; gives the answers, of which there should be so many. */
async function exchange(
  name: keyof typeof dialects,
  pieces: Uint8Array[],
  count = 1,
): Promise<unknown[]> {
  const raw = await Raw.connect(home.socket);
  await raw.writePieces(pieces);
  await raw.finish();
  const answers = dialects[name].answers(raw);
  tried += 1;
  lost += Math.max(0, count - answers.length);
  return answers;
}

const everyByte = (bytes: Uint8Array) => Array.from(bytes, (byte) => Uint8Array.of(byte));

describe.each(names)('the dialect %s', (name) => {
  const { bytes } = dialects[name];
  const answer = expected[name];

  it('answers a request that comes byte by byte', async () => {
    for (let round = 0; round < rounds; round += 1) {
      expect(await exchange(name, everyByte(bytes()))).toEqual([answer]);
    }
  });

  it('answers 500 in one write, each once; a command only the first', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const all = Buffer.concat(Array.from({ length: 500 }, bytes));
      const count = name === 'text' ? 1 : 500;
      expect(await exchange(name, [all], count)).toEqual(Array(count).fill(answer));
    }
  });

  it('outlives clients that are gone before their answer', async () => {
    for (let round = 0; round < rounds * 10; round += 1) {
      const raw = await Raw.connect(home.socket);
      raw.socket.write(Buffer.concat([bytes(), bytes()]));
      await raw.close();
      tried += 1;
    }
    expect(await exchange(name, [bytes()])).toEqual([answer]);
  });
});

describe.each(['tagged', 'bare', 'text'] as const)('the lines of %s', (name) => {
  const { bytes } = dialects[name];
  const answer = expected[name];

  it('takes CRLF for a line end and leaves empty lines out', async () => {
    const line = bytes().toString().trimEnd();
    const text = Buffer.from(`\r\n\n  \n${line}\r\n\r\n\n`);
    for (let round = 0; round < rounds; round += 1) {
      expect(await exchange(name, [text])).toEqual([answer]);
      expect(await exchange(name, everyByte(text))).toEqual([answer]);
    }
  });

  it('answers a half-closed client whose last line has no end', async () => {
    for (let round = 0; round < rounds; round += 1) {
      expect(await exchange(name, [Buffer.from(bytes().toString().trimEnd())])).toEqual([answer]);
    }
  });
});

describe('a character of several bytes', () => {
  const name = 'Grüße 🎤 名';
  const hello = `{"type":"hello","protocol":999,"client":"${name}"}`;

  it.each([
    ['lines', Buffer.from(`${hello}\n`)],
    ['frames', frame(hello)],
    ['text', Buffer.from(`x${name.replaceAll(' ', '')}\n`)],
  ])('arrives whole wherever it is split: %s', async (dialect, bytes) => {
    for (let at = 1; at < bytes.length; at += 1) {
      const raw = await Raw.connect(home.socket);
      await raw.writePieces([bytes.subarray(0, at), bytes.subarray(at)]);
      const text = await raw.finish();
      tried += 1;
      expect(text).toContain(dialect === 'text' ? name.replaceAll(' ', '') : name);
      expect(text).not.toContain('bad_encoding');
    }
  });
});

describe('requests in one go', () => {
  it('are answered in order without ids, whatever they wait for', async () => {
    const types = ['logs', 'ping', 'describe', 'status', 'logs', 'get_settings', 'ping'];
    const replies = ['logs', 'pong', 'description', 'status', 'logs', 'settings', 'pong'];
    const raw = await Raw.connect(home.socket);
    raw.socket.write(types.map((type) => `{"type":"${type}"}\n`).join(''));
    await raw.finish();
    tried += 1;
    expect(raw.lines.map((reply) => (reply as { type: string }).type)).toEqual(replies);
  });

  it('are answered as they finish with ids, each once', async () => {
    const raw = await Raw.connect(home.socket);
    const ids = Array.from({ length: 500 }, (_, id) => id);
    raw.socket.write(
      ids.map((id) => `{"id":${id},"type":"${id % 2 === 0 ? 'logs' : 'ping'}"}\n`).join(''),
    );
    await raw.finish();
    tried += 1;
    const answered = raw.lines.map((reply) => (reply as { id: number }).id);
    expect([...answered].sort((a, b) => a - b)).toEqual(ids);
    expect(answered.indexOf(1)).toBeLessThan(answered.indexOf(0));
  });

  it('before bytes that cannot be read are all answered', async () => {
    const raw = await Raw.connect(home.socket);
    raw.socket.write(
      Buffer.concat([Buffer.from('{"id":1,"type":"logs"}\n'), Uint8Array.of(0xff, 0x0a)]),
    );
    await raw.closed;
    tried += 1;
    expect(raw.lines).toMatchObject([
      { type: 'error', code: 'bad_encoding' },
      { id: 1, type: 'logs' },
    ]);
  });
});
