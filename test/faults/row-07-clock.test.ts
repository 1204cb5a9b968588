import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Session } from '../../src/protocol/session.ts';
import { counts, report } from '../fixtures/faults.ts';
import { Home, type Client, type Daemon } from '../fixtures/home.ts';
import { makeJumpingClock, type JumpingClock } from '../fixtures/jumping-clock.ts';
import { makeRecogniser, type TestRecogniser } from '../fixtures/recogniser.ts';
import { writeTone } from '../fixtures/sound.ts';

// Row 7: the wall clock jumps by a day, and the daemon is suspended.

const dayMs = 24 * 3_600_000;
/** No dictation here takes longer, whatever the clock says. */
const longestMs = 60_000;

let home: Home;
let clock: JumpingClock;
let recogniser: TestRecogniser;
let daemon: Daemon;
let client: Client;

beforeEach(async () => {
  home = await Home.make();
  recogniser = await makeRecogniser(home);
  await home.settings({
    ...recogniser.settings,
    output: [],
    undo_minutes: 60,
    max_seconds: 30,
    deadlines: { transcription_seconds: 30 },
  });
  await writeTone(join(home.folder, 'mic.wav'), { seconds: 60 });
  clock = await makeJumpingClock(home.folder);
  daemon = await home.with(clock.env).listen('--input', join(home.folder, 'mic.wav'));
  client = await daemon.connect();
  await client.call('subscribe', { events: ['all'] });
});

afterEach(async () => {
  await client.close();
  await home.close();
});

/** Waits until so much of a dictation is recorded. */
async function recorded(id: string, ms: number): Promise<void> {
  await client.event(
    ({ event, data, session_id: of }) => of === id && event === 'level' && data.elapsed_ms >= ms,
  );
}

async function start(): Promise<string> {
  const { session_id: id } = await client.call('start_session');
  await recorded(id, 200);
  return id;
}

/** Where the fault comes: a dictation goes through all of them. */
const moments = ['idle', 'recording', 'paused', 'transcribing'] as const;
type Moment = (typeof moments)[number];

/** A dictation with something done to the daemon at one moment of it. */
async function dictate(moment: Moment, fault: () => Promise<void>): Promise<Session> {
  if (moment === 'idle') await fault();
  const id = await start();
  if (moment === 'recording') await fault();
  if (moment === 'paused') {
    await client.call('pause');
    await fault();
    await client.call('resume');
  }
  const { session } = await client.call('status');
  await recorded(id, (session?.elapsed_ms ?? 0) + 100);
  if (moment === 'transcribing') recogniser.hold();
  await client.call('stop_session');
  if (moment === 'transcribing') {
    await recogniser.running();
    await fault();
    recogniser.release();
  }
  return client.ended(id);
}

/** Everything that was measured is as long as it took, and the text is that of all that was recorded. */
function expectRight(session: Session): void {
  const { duration_ms: durationMs, timings_ms: timings } = session;
  expect(session).toMatchObject({ status: 'done', error: null });
  expect(session.text).toBe(`heard ${durationMs} milliseconds`);
  expect(durationMs).toBeGreaterThanOrEqual(300);
  for (const ms of [durationMs, ...Object.values(timings)]) {
    expect(ms).toBeGreaterThanOrEqual(0);
    expect(ms).toBeLessThan(longestMs);
  }
}

async function idle(): Promise<number> {
  const from = performance.now();
  await expect.poll(async () => (await client.call('status')).state).toBe('idle');
  return Math.round(performance.now() - from);
}

/** The history is in the order in which the dictations were made, in each of its parts. */
async function expectOrder(ids: readonly string[]): Promise<void> {
  const newestFirst = ids.toReversed();
  const { sessions } = await client.call('list_sessions', { limit: 1000 });
  expect(sessions.map(({ id }) => id)).toEqual(newestFirst);
  const first = await client.call('list_sessions', { limit: 2 });
  const second = await client.call('list_sessions', { limit: 2, before: first.next ?? '' });
  expect([...first.sessions, ...second.sessions].map(({ id }) => id)).toEqual(
    newestFirst.slice(0, 4),
  );
  const { session } = await client.call('get_session', { session_id: 'last' });
  expect(session.id).toBe(newestFirst[0]);
}

describe('a clock that jumps', () => {
  it.each([
    ['ahead', 1],
    ['back', -1],
  ])('%s by a day changes no duration, no deadline and no order', async (way, days) => {
    const ids: string[] = [];
    let idleMs = 0;
    const rounds = counts(1, 5);
    for (let round = 0; round < rounds; round += 1) {
      for (const moment of moments) {
        const session = await dictate(moment, async () => clock.jump(days));
        ids.push(session.id);
        expectRight(session);
        idleMs = Math.max(idleMs, await idle());
        const { uptime_secs: uptime } = await client.call('status');
        expect(uptime).toBeLessThan(3600);
        // The jump has arrived in the daemon.
        const awayMs = Date.parse(lastOf(session)) - Date.now();
        expect(Math.round(awayMs / dayMs)).toBe(days);
        clock.jump(0);
      }
    }
    await expectOrder(ids);
    const kept = (await client.call('list_sessions', { limit: 1000 })).sessions;
    const lost = ids.filter((id) => !kept.some((one) => one.id === id)).length;
    report(7, `a jump ${way}`, { tried: ids.length, survived: ids.length, lost, idle_ms: idleMs });
  });

  it('lets a cancel and a delete be taken back for as long as ever', async () => {
    for (const days of [1, -1]) {
      const cancelled = await start();
      await client.call('cancel_session');
      const deleted = await start();
      await client.call('stop_session', { wait: true });
      await client.call('delete_session', { session_id: deleted });
      clock.jump(days);
      // What is due is tidied up after a dictation.
      const other = await start();
      await client.call('stop_session', { wait: true });
      clock.jump(0);
      expect((await home.whis('undo', deleted)).code).toBe(0);
      expect((await home.whis('undo', cancelled)).code).toBe(0);
      await client.event(
        ({ event, session_id: id }) => id === cancelled && event === 'session_done',
      );
      for (const id of [deleted, cancelled])
        expectKept((await client.call('get_session', { session_id: id })).session);
      await client.call('delete_session', { session_id: other });
    }
    report(7, 'undo after a jump', { tried: 4, survived: 4, lost: 0 });
  });
});

describe('a daemon that is suspended', () => {
  it('goes on where it was, in each state', async () => {
    const ids: string[] = [];
    let idleMs = 0;
    const rounds = counts(1, 5);
    for (let round = 0; round < rounds; round += 1) {
      for (const moment of moments) {
        const session = await dictate(moment, async () => {
          process.kill(daemon.pid, 'SIGSTOP');
          await delay(counts(300, 3000));
          process.kill(daemon.pid, 'SIGCONT');
        });
        ids.push(session.id);
        expectRight(session);
        idleMs = Math.max(idleMs, await idle());
      }
    }
    await expectOrder(ids);
    const { length } = (await client.call('list_sessions', { limit: 1000 })).sessions;
    expect(length).toBe(ids.length);
    report(7, 'SIGSTOP and SIGCONT', {
      tried: ids.length,
      survived: ids.length,
      lost: ids.length - length,
      idle_ms: idleMs,
    });
  });
});

function expectKept({ text, audio_path: path, duration_ms: durationMs }: Session): void {
  expect(path).not.toBeNull();
  expect(text).toBe(`heard ${durationMs} milliseconds`);
}

/** What the daemon's clock said last about a session. */
function lastOf({ id }: Session): string {
  return client.events.findLast((event) => event.session_id === id)?.at ?? '';
}
