import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { converse, cut, frame } from '../fixtures/conversation.ts';
import { counts, report } from '../fixtures/faults.ts';
import { Home, type Daemon } from '../fixtures/home.ts';
import { randomFrom } from '../fixtures/random.ts';
import { Raw } from '../fixtures/raw.ts';
import { heldAtWork, holdsNoMore, Pinger, type Held } from '../fixtures/watch.ts';

// Row 20: any bytes in any chunks. `WHIS_SEED` repeats a run.

vi.setConfig({ testTimeout: counts(60_000, 1_800_000) });

const seed = Number(process.env['WHIS_SEED'] ?? Date.now() % 2 ** 31);
const random = randomFrom(seed);
const upTo = (count: number) => Math.floor(random() * count);
const oneOf = <Item>(items: readonly Item[]): Item => items[upTo(items.length)] as Item;

/** Nothing here begins a dictation, changes the settings or ends the daemon: the answers must not change. */
const seeds = [
  '{"type":"ping"}',
  '{"id":1,"type":"ping"}',
  '{"id":"ü🎤","type":"hello","protocol":1}',
  '{"type":"unsubscribe"}',
  '{"type":"get_session","session_id":"last"}',
  '{"type":"list_sessions","limit":5,"query":"a"}',
  '{"type":"nonsense","x":[{"y":null},1e400,-0.5e-7,"\\ud83c\\udfa4"]}',
  '"Status"',
  '"Whatever"',
  '{"Status":{"name":null}}',
  '{"Delete":{"name":"x"}}',
  '{"Subscribe":{"subscription":{}}}',
  '"List"',
  'PING',
  'help',
  'DONE x',
  'nonsense 1 2 3',
];
const ends = ['\n', '\r\n', '\n\n', '', ' '];
/** What would change the daemon, whatever it was mutated from. */
const harmful =
  /toggle|start|pause|resume|reload|stop|shutdown|undo|set_setting|subscribe|doctor|logs/i;

function noise(length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => upTo(256)));
}

/** Some bytes changed, lost, doubled or put in. */
function mutated(bytes: Buffer): Buffer {
  const at = upTo(bytes.length + 1);
  const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (upTo(4)) {
    case 0:
      return Buffer.concat([head, noise(1 + upTo(4)), tail]);
    case 1:
      return Buffer.concat([head, tail.subarray(1 + upTo(4))]);
    case 2:
      return Buffer.concat([head, tail.subarray(0, 8), tail]);
    default:
      return Buffer.concat([head, noise(1), tail.subarray(1)]);
  }
}

function input(): Buffer {
  const kind = upTo(10);
  if (kind === 0) return noise(upTo(64));
  const isFramed = kind < 5;
  const parts = Array.from({ length: 1 + upTo(4) }, () => {
    const text = oneOf(seeds);
    const bytes = isFramed ? Buffer.from(frame(text)) : Buffer.from(text + oneOf(ends));
    return upTo(3) === 0 ? mutated(bytes) : bytes;
  });
  const whole = Buffer.concat(parts);
  return upTo(4) === 0 ? mutated(whole) : whole;
}

function pieces(bytes: Uint8Array): Uint8Array[] {
  return cut(
    bytes,
    Array.from({ length: upTo(6) }, () => upTo(bytes.length + 1)),
  );
}

describe(`any bytes in any chunks (seed ${seed})`, () => {
  it('never throw, and are read and answered the same whatever the chunks are', () => {
    const inputs = counts(20_000, 1_000_000);
    let requests = 0;
    let different = 0;
    for (let count = 0; count < inputs; count += 1) {
      const bytes = input();
      const whole = converse([bytes]);
      const chunked = converse(pieces(bytes));
      requests += whole.read.length;
      if (JSON.stringify(chunked) === JSON.stringify(whole)) continue;
      different += 1;
      const sent = bytes.toString('base64');
      expect({ seed, sent, chunked }).toEqual({ seed, sent, chunked: whole });
    }
    report(20, 'fuzz of the dialects', {
      tried: inputs,
      survived: inputs,
      lost: different,
      seed,
      requests,
    });
    expect(requests).toBeGreaterThan(inputs);
  });
});

describe(`any bytes on a real connection (seed ${seed})`, () => {
  let home: Home;
  let daemon: Daemon;
  let before: Held;

  beforeAll(async () => {
    home = await Home.make();
    daemon = await home.listen();
    before = await heldAtWork(daemon);
  });

  afterAll(() => home.close());

  async function answerTo(chunks: readonly Uint8Array[]): Promise<Raw> {
    const raw = await Raw.connect(home.socket);
    await raw.writePieces(chunks);
    await raw.finish();
    return raw;
  }

  it('are answered the same whatever the chunks are, and leave nothing behind', async () => {
    const inputs = counts(1500, 50_000);
    const pinger = await Pinger.start(home.socket);
    let tried = 0;
    let different = 0;
    let cuts = 0;
    while (tried < inputs) {
      const bytes = input();
      if (harmful.test(bytes.toString('latin1'))) continue;
      tried += 1;
      const [whole, chunked] = await Promise.all([answerTo([bytes]), answerTo(pieces(bytes))]);
      if (chunked.wasCut) {
        cuts += 1;
        expect(whole.text.startsWith(chunked.text)).toBe(true);
        continue;
      }
      if (whole.text !== chunked.text) different += 1;
      const sent = bytes.toString('base64');
      expect({ seed, sent, text: chunked.text }).toEqual({ seed, sent, text: whole.text });
    }
    const pings = await pinger.end();
    const grownMb = await holdsNoMore(daemon, before);
    expect(daemon.printed).not.toMatch(/unhandled|internal/i);
    report(20, 'fuzz of a connection', {
      tried,
      survived: tried,
      lost: different,
      cut_while_writing: cuts,
      seed,
      grown_after_mb: grownMb,
      ...pings,
    });
  });
});
