import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { EventName, WhisEvent } from '../../src/protocol/events.ts';
import type { DaemonState } from '../../src/protocol/status.ts';
import { counts, report } from '../fixtures/faults.ts';
import { Home, type Client, type Daemon } from '../fixtures/home.ts';
import { randomFrom } from '../fixtures/random.ts';
import { writeRecogniser } from '../fixtures/recogniser.ts';
import { writeTone } from '../fixtures/sound.ts';
import { heldAtWork, holdsNoMore, type Held } from '../fixtures/watch.ts';

// Row 17: many clients that toggle, start, stop, cancel and pause at random, against a model.

vi.setConfig({ testTimeout: counts(60_000, 900_000) });

const clientCount = 20;
const asks = counts(600, 10_000);

let home: Home;
let daemon: Daemon;
let before: Held;

beforeEach(async () => {
  home = await Home.make();
  await home.settings({
    ...(await writeRecogniser(home, 'echo words')),
    output: [`file:${home.folder}/out.txt`],
    while_transcribing: 'record',
  });
  const wav = await writeTone(join(home.folder, 'mic.wav'), { seconds: 1 });
  daemon = await home.listen('--input', wav, '--input-speed=max');
  before = await heldAtWork(daemon);
});

afterEach(() => home.close());

/** What may be asked, with every answer that it may get. */
const answersTo: Readonly<Record<string, readonly string[]>> = {
  toggle: ['toggled', 'cancelled', 'busy', 'paused'],
  start_session: ['session_started', 'busy', 'paused', 'cancelled'],
  stop_session: ['session_stopped', 'not_recording'],
  cancel_session: ['session_cancelled', 'not_recording', 'busy'],
  pause: ['ok', 'paused'],
  resume: ['ok'],
};

/** How often each is asked. What begins or goes on is asked more often than what ends. */
const types = ['toggle', 'stop_session', 'cancel_session', 'pause'].concat(
  Array(4).fill('start_session'),
  Array(3).fill('resume'),
);

/** Between two asks a client pings so many times at most: a dictation needs a moment to be heard. */
const maxPings = 300;

const endings: Partial<Record<EventName, string>> = {
  session_done: 'done',
  session_failed: 'failed',
  session_cancelled: 'cancelled',
};

/** Follows the events, and knows what must be true after each. */
class Model {
  state: DaemonState = 'idle';
  readonly faults: string[] = [];
  readonly recording = new Set<string>();
  readonly open = new Set<string>();
  readonly ended = new Map<string, string>();
  #seq: number;

  constructor(seq: number) {
    this.#seq = seq;
  }

  take(event: WhisEvent): void {
    const { seq = 0, session_id: id = '' } = event;
    if (seq !== this.#seq + 1) this.faults.push(`event ${seq} after ${this.#seq}`);
    this.#seq = seq;
    if (event.event === 'state_changed') {
      const { from, to } = event.data;
      if (from !== this.state) this.faults.push(`${seq}: from ${from}, was ${this.state}`);
      this.state = to;
      // From here on the microphone is the next one's; the last samples may still be on their way to the disk.
      if (to === 'idle' || to === 'transcribing') this.recording.clear();
    }
    if (event.event === 'session_started') {
      if (this.open.has(id) || this.ended.has(id)) this.faults.push(`${id} started twice`);
      this.open.add(id);
      this.recording.add(id);
    }
    if (event.event === 'session_updated' && event.data.session.status !== 'recording') {
      this.recording.delete(id);
    }
    const end = endings[event.event];
    if (end !== undefined) this.#end(id, end);
    if (this.recording.size > 1) this.faults.push(`${seq}: ${this.recording.size} are recorded`);
  }

  #end(id: string, how: string): void {
    if (!this.open.delete(id)) this.faults.push(`${id} ended (${how}) without being open`);
    this.recording.delete(id);
    this.ended.set(id, how);
  }
}

async function everySession(client: Client): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  let next: string | null = null;
  do {
    const page: { sessions: readonly { id: string; status: string }[]; next: string | null } =
      await client.call('list_sessions', {
        limit: 1000,
        ...(next === null ? {} : { before: next }),
      });
    for (const { id, status } of page.sessions) found.set(id, status);
    ({ next } = page);
  } while (next !== null);
  return found;
}

describe(`${clientCount} clients at random`, () => {
  it('get one answer each, record one dictation at a time, and leave the daemon as the model has it', async () => {
    const seed = Number(process.env['WHIS_SEED'] ?? Date.now() % 2 ** 31);
    const random = randomFrom(seed);
    const watcher = await daemon.connect();
    const { seq } = await watcher.call('subscribe', { events: ['all'] });
    const model = new Model(seq);
    let taken = 0;
    const takeNew = () => {
      const fresh = watcher.events.splice(0).filter((event) => event.seq !== undefined);
      for (const event of fresh) model.take(event);
      taken += fresh.length;
    };

    const unexpected: unknown[] = [];
    let answered = 0;
    let left = asks;
    const ask = async (client: Client, name: number) => {
      while (left > 0) {
        left -= 1;
        const id = `${name}-${left}`;
        const type = types[Math.floor(random() * types.length)] ?? '';
        const reply = (await client.ask({ id, type })) as {
          id: string;
          type: string;
          code?: string;
        };
        answered += 1;
        const word = reply.code ?? reply.type;
        if (reply.id !== id || !answersTo[type]?.includes(word)) unexpected.push({ type, reply });
        takeNew();
        for (let pings = random() * maxPings; pings > 0; pings -= 1) await client.call('ping');
      }
    };
    const clients = await Promise.all(Array.from({ length: clientCount }, () => daemon.connect()));
    await Promise.all(clients.map(ask));
    for (const client of clients) {
      // Nothing is left to be read: exactly one answer came for each request.
      expect(await client.ask({ id: 'last', type: 'ping' })).toEqual({ id: 'last', type: 'pong' });
      await client.close();
    }

    await watcher.call('resume');
    await watcher.ask({ type: 'stop_session' });
    await vi.waitFor(
      async () => expect(await watcher.call('status')).toMatchObject({ state: 'idle', queue: [] }),
      { timeout: 600_000, interval: 50 },
    );
    takeNew();
    const status = await watcher.call('status');
    const sessions = await everySession(watcher);
    const done = [...model.ended.values()].filter((how) => how === 'done');

    expect({ seed, unexpected, faults: model.faults }).toEqual({
      seed,
      unexpected: [],
      faults: [],
    });
    expect(answered).toBe(asks);
    expect(model.state).toBe(status.state);
    expect([...model.open]).toEqual([]);
    expect(taken).toBe(status.seq - seq);
    expect(Object.fromEntries(sessions)).toEqual(Object.fromEntries(model.ended));
    expect(status.saves_count).toBe(done.length);
    await watcher.close();
    const grownMb = await holdsNoMore(daemon, before);
    report(17, `${clientCount} clients at random`, {
      tried: asks,
      survived: answered,
      lost: [...model.ended.keys()].filter((id) => !sessions.has(id)).length,
      seed,
      sessions: sessions.size,
      done: done.length,
      events: taken,
      grown_after_mb: grownMb,
    });
  });
});
