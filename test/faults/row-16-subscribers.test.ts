import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { counts, report } from '../fixtures/faults.ts';
import { Home, type Client, type Daemon } from '../fixtures/home.ts';
import { Subscriber } from '../fixtures/subscriber.ts';
import { Traffic } from '../fixtures/traffic.ts';
import {
  heldAtWork,
  holdsNoMore,
  megabytes,
  mostHeldBy,
  Pinger,
  type Held,
} from '../fixtures/watch.ts';

// Row 16: subscribers that do not read, read slowly, come and go; and others that miss nothing.

vi.setConfig({ testTimeout: counts(60_000, 900_000) });

let home: Home;
let daemon: Daemon;
let before: Held;
let traffic: Traffic;
let asker: Client;

beforeEach(async () => {
  home = await Home.make();
  daemon = await home.listen();
  before = await heldAtWork(daemon);
  traffic = await Traffic.start(daemon);
  asker = await daemon.connect();
});

afterEach(async () => {
  await asker.close();
  await traffic.close();
  await home.close();
});

async function subscriber(): Promise<Subscriber> {
  const made = new Subscriber(home.socket);
  await made.subscribe({ isNew: true });
  return made;
}

/** Memory and files are back once everybody has left. */
async function allLeft(...leaving: Subscriber[]): Promise<number> {
  for (const one of leaving) await one.leave();
  await traffic.close();
  await asker.close();
  return holdsNoMore(daemon, before);
}

describe('a subscriber that never reads', () => {
  it('is closed with overflow, costs little, and makes nobody else miss anything', async () => {
    const events = counts(60_000, 1_000_000);
    const pinger = await Pinger.start(home.socket);
    const reader = await subscriber();
    const [never, late] = [await subscriber(), await subscriber()];
    never.pause();
    late.pause();
    let mostBytes = 0;
    let made = 0;
    await traffic.make(events, async () => {
      made += 500;
      if (made === 50_000) late.resume();
      if (made % 5000 === 0)
        mostBytes = Math.max(mostBytes, (await asker.call('status')).rss_bytes);
    });
    await late.closed;
    expect(late).toMatchObject({ overflows: 1, missed: 0, doubled: 0 });
    const { seq, state } = await asker.call('status');
    await reader.until(() => reader.seq === seq);
    expect(reader).toMatchObject({ events, missed: 0, doubled: 0, gone: 0, overflows: 0, state });
    // The one that never reads is cut some seconds after it was told.
    await vi.waitFor(async () => expect((await asker.call('status')).clients).toBe(4), {
      timeout: 20_000,
      interval: 200,
    });
    const pings = await pinger.end();
    report(16, 'subscriber that never reads', {
      tried: events,
      survived: events,
      lost: reader.missed + reader.doubled,
      grown_at_most_mb: megabytes(mostBytes - before.rssBytes),
      most_held_mb: megabytes(mostHeldBy(daemon)),
      grown_after_mb: await allLeft(reader, never, late),
      ...pings,
    });
  });
});

describe('a subscriber that reads slowly', () => {
  it('is told what it missed each time it comes back', async () => {
    const events = counts(60_000, 300_000);
    const slow = await subscriber();
    slow.pause();
    let turn = 0;
    let returns = 0;
    let isOpen = true;
    const comeBack = async () => {
      await slow.closed;
      isOpen = false;
    };
    void comeBack();
    await traffic.make(events, async () => {
      turn += 1;
      if (turn % 80 === 0) slow.resume();
      else slow.pause();
      if (isOpen) return;
      returns += 1;
      isOpen = true;
      await slow.subscribe();
      void comeBack();
    });
    slow.resume();
    await Promise.race([slow.closed, slow.until(() => slow.seq >= events)]);
    if (slow.seq < events) await slow.subscribe();
    const { seq, state } = await asker.call('status');
    await slow.until(() => slow.seq === seq);
    expect(slow).toMatchObject({ missed: 0, doubled: 0, state });
    expect(slow.events + slow.gone).toBe(events);
    expect(slow.overflows).toBeGreaterThan(0);
    report(16, 'subscriber that reads slowly', {
      tried: events,
      survived: events,
      lost: slow.missed + slow.doubled,
      overflows: slow.overflows,
      returns,
      told_gone: slow.gone,
      grown_after_mb: await allLeft(slow),
    });
  });
});

describe('subscribers that come and go', () => {
  it('leave nothing behind', async () => {
    const rounds = counts(500, 10_000);
    const reader = await subscriber();
    const own = await daemon.connect();
    let events = 0;
    for (let round = 0; round < rounds; round += 50) {
      const pair = '{"type":"subscribe","events":["all"]}\n{"type":"unsubscribe"}\n';
      own.socket.write(pair.repeat(50));
      await traffic.make(50);
      events += 50;
      for (let reply = 0; reply < 100; reply += 1) await own.reply();
    }
    own.events.length = 0;
    await traffic.make(50);
    await own.call('ping');
    expect(own.events).toEqual([]);
    await own.close();
    await reader.until(() => reader.events === events + 50);
    expect(reader).toMatchObject({ missed: 0, doubled: 0 });
    report(16, 'subscribe and unsubscribe', {
      tried: rounds,
      survived: rounds,
      lost: reader.missed + reader.doubled,
      grown_after_mb: await allLeft(reader),
    });
  });

  it('and come back with since_seq under traffic miss nothing untold, hear nothing twice and know the state', async () => {
    const reconnects = counts(60, 1000);
    const one = await subscriber();
    const from = one.seq;
    const over = new AbortController();
    const driving = (async () => {
      while (!over.signal.aborted) await traffic.make(500);
    })();
    for (let round = 0; round < reconnects; round += 1) {
      await one.leave();
      // Now and then it stays away so long that events are no longer kept.
      if (round % 50 === 49) await stayAway(15_000);
      await one.subscribe();
      const until = one.seq + (round % 7) * 100;
      await one.until(() => one.seq >= until);
    }
    over.abort();
    await driving;
    const { seq, state } = await asker.call('status');
    await one.until(() => one.seq === seq);
    expect(one).toMatchObject({ missed: 0, doubled: 0, overflows: 0, state });
    expect(one.events + one.gone).toBe(seq - from);
    expect(one.gone).toBeGreaterThan(0);
    report(16, 'reconnects with since_seq', {
      tried: reconnects,
      survived: reconnects,
      lost: one.missed + one.doubled,
      events: one.events,
      told_gone: one.gone,
      grown_after_mb: await allLeft(one),
    });
  });
});

async function stayAway(events: number): Promise<void> {
  const { seq } = await asker.call('status');
  await vi.waitFor(
    async () => expect((await asker.call('status')).seq).toBeGreaterThan(seq + events),
    { timeout: 60_000, interval: 20 },
  );
}
