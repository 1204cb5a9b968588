import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { SessionSummary } from '../../src/protocol/session.ts';
import { counts, report } from '../fixtures/faults.ts';
import { Home, type Client, type Daemon } from '../fixtures/home.ts';
import { makeRecogniser, type TestRecogniser } from '../fixtures/recogniser.ts';
import { writeTone } from '../fixtures/sound.ts';

// Row 1: kill -9 in each state. The tray app's part is in test/electron/app/killed.spec.ts.

/** What a crash may cost. */
const mayLoseMs = 500;

const minutes = (count: number) => ({ timeout: count * 60_000 });

let home: Home;
let recogniser: TestRecogniser;
let daemon: Daemon;
let client: Client;
/** Nobody reads from it: whoever delivers a text there waits. */
let fifo: string;

beforeEach(async () => {
  home = await Home.make();
  recogniser = await makeRecogniser(home);
  fifo = join(home.folder, 'fifo');
  execFileSync('mkfifo', [fifo]);
  await home.settings({ ...recogniser.settings, output: [`file:${home.folder}/out.txt`] });
  await writeTone(join(home.folder, 'mic.wav'), { seconds: 60 });
  await listen();
});

afterEach(async () => {
  await client.close();
  await home.close();
});

async function listen(): Promise<void> {
  daemon = await home.listen('--input', join(home.folder, 'mic.wav'));
  client = await daemon.connect();
  await client.call('subscribe', { events: ['sessions', 'levels'] });
}

async function kill(): Promise<void> {
  expect(await daemon.end('SIGKILL')).toBe('SIGKILL');
  await client.close();
}

/** A dictation that somebody was told of, and how much of it. */
interface Told {
  readonly id: string;
  readonly ms: number;
}

/** Begins a dictation and lets it go on for a moment. */
async function record(round: number, output?: readonly string[]): Promise<Told> {
  const { session_id: id } = await client.call('start_session', output ? { output } : {});
  const wanted = 100 + ((round * 70) % 500);
  await client.event(
    ({ event, data, session_id: of }) =>
      of === id && event === 'level' && data.elapsed_ms >= wanted,
  );
  return { id, ms: (await client.call('status')).session?.elapsed_ms ?? Infinity };
}

/** Brings the daemon into a state; gives what was told by then. */
const states = {
  async idle() {
    await client.call('status');
    return null;
  },
  async starting(round) {
    client.socket.write('{"type":"start_session"}\n');
    await delay((round * 3) % 40);
    const started = client.events.find(({ event }) => event === 'session_started');
    return started?.session_id === undefined ? null : { id: started.session_id, ms: 0 };
  },
  recording: (round) => record(round),
  async paused(round) {
    await record(round);
    await client.call('pause');
    const { session } = await client.call('status');
    return { id: session?.id ?? '', ms: session?.elapsed_ms ?? Infinity };
  },
  async transcribing(round) {
    const told = await record(round);
    recogniser.hold();
    await client.call('stop_session');
    await recogniser.running();
    return told;
  },
  async delivering(round) {
    const told = await record(round, [`file:${fifo}`]);
    await client.call('stop_session');
    await client.event(({ event, session_id: id }) => event === 'session_done' && id === told.id);
    return told;
  },
  async 'writing settings'(round) {
    let number = 60;
    const write = async () => {
      for (;;) await client.call('set_setting', { key: 'max_seconds', value: (number += 1) });
    };
    void write();
    await delay((round * 7) % 60);
    return null;
  },
} satisfies Record<string, (round: number) => Promise<Told | null>>;

async function everySession(): Promise<readonly SessionSummary[]> {
  return (await client.call('list_sessions', { limit: 1000 })).sessions;
}

/** Ends the daemon as a person does. It would wait for a client that is still connected. */
async function end(): Promise<void> {
  await client.close();
  expect(await daemon.end()).toBe(0);
}

/** What is wrong with a session after the next start; null when nothing is. */
function flaw(told: Told, all: readonly SessionSummary[]): 'lost' | 'doubled' | null {
  const found = all.filter(({ id }) => id === told.id);
  if (found.length > 1) return 'doubled';
  const isThere = found[0]?.status === 'done' && found[0].text === expectedText(found[0]);
  return isThere ? null : 'lost';
}

/** What is shorter than 100 ms holds no word, and no engine is asked. */
function expectedText({ duration_ms: durationMs }: SessionSummary): string {
  return (durationMs ?? 0) < 100 ? '' : `heard ${durationMs} milliseconds`;
}

/** The settings file is whole, and nothing lies beside it. */
function expectWholeSettings(): void {
  const settings = JSON.parse(readFileSync(home.paths.settings, 'utf8')) as object;
  expect(settings).toMatchObject(recogniser.settings);
  expect(readdirSync(dirname(home.paths.settings))).toEqual(['settings.json']);
}

describe('a daemon that is killed (kill -9)', () => {
  it.each(Object.keys(states) as (keyof typeof states)[])(
    'while %s loses no dictation, doubles none, and is idle again',
    minutes(15),
    async (state) => {
      const rounds = counts(state === 'starting' ? 2 : 1, 27);
      let missingMs = 0;
      let idleMs = 0;
      const flaws: unknown[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const before = await everySession();
        const told = await states[state](round);
        await kill();
        recogniser.release();
        const from = performance.now();
        await listen();
        await expect.poll(async () => (await client.call('status')).state).toBe('idle');
        idleMs = Math.max(idleMs, Math.round(performance.now() - from));
        const after = await everySession();
        const wrong = told && flaw(told, after);
        if (wrong)
          flaws.push({ round, wrong, told, found: after.filter(({ id }) => id === told.id) });
        for (const session of after) expect(session.text).toBe(expectedText(session));
        // One that nobody was told of may be there, or not: its first sound decides.
        const isTold = told === null ? 0 : 1;
        expect(after.length - before.length).toBeGreaterThanOrEqual(isTold);
        expect(after.length - before.length).toBeLessThanOrEqual(state === 'starting' ? 1 : isTold);
        const kept = after.find(({ id }) => id === told?.id);
        if (told) {
          missingMs = Math.max(missingMs, told.ms - (kept?.duration_ms ?? 0));
          expect(kept).toMatchObject({ recovered: true, delivered: [] });
        }
        expectWholeSettings();
      }
      expect(flaws).toEqual([]);
      expect(missingMs).toBeLessThanOrEqual(mayLoseMs);
      await end();
      report(1, `kill -9 while ${state}`, {
        tried: rounds,
        survived: rounds,
        lost: flaws.length,
        missing_ms: missingMs,
        idle_ms: idleMs,
      });
    },
  );

  it(
    'again and again while it takes up what was interrupted, loses nothing of it',
    minutes(5),
    async () => {
      recogniser.hold();
      const told = [await record(1)];
      await client.call('set_setting', { key: 'while_transcribing', value: 'record' });
      await client.call('stop_session');
      told.push(await record(2));
      await kill();
      const rounds = counts(3, 30);
      for (let round = 0; round < rounds; round += 1) {
        const starting = home.start('listen', '--hotkey=none');
        await delay(60 + ((round * 37) % 300));
        await starting.end('SIGKILL');
      }
      recogniser.release();
      await listen();
      await expect.poll(async () => (await client.call('status')).state).toBe('idle');
      const all = await everySession();
      const lost = told.filter((one) => flaw(one, all) !== null).length;
      expect({ lost, sessions: all.length }).toEqual({ lost: 0, sessions: 2 });
      expect(all.every(({ recovered }) => recovered)).toBe(true);
      report(1, 'kill -9 while taking up', { tried: rounds, survived: rounds, lost });
    },
  );
});

describe('the next start', () => {
  it('tells once of a text that was on its way, and brings it nowhere by itself', async () => {
    const { id } = (await states.delivering(0)) ?? { id: '' };
    await kill();
    await listen();
    const recovered = JSON.parse(
      (await home.whis('list', '--recovered', '--json')).stdout,
    ) as SessionSummary[];
    expect(recovered).toMatchObject([{ id, status: 'done', delivered: [] }]);
    await end();
    await listen();
    const log = await client.call('logs', { session_id: id });
    const told = log.lines.filter(
      (line) => line.includes('"recovered":true') && line.includes('session_done'),
    );
    expect(told).toHaveLength(1);
    report(1, 'a text on its way', { tried: 1, survived: 1, lost: recovered.length - 1 });
  });

  it('comes about though a recording cannot be repaired, and takes up the others', async () => {
    recogniser.hold();
    const first = await record(1);
    await client.call('set_setting', { key: 'while_transcribing', value: 'record' });
    await client.call('stop_session');
    const second = await record(2);
    await kill();
    recogniser.release();
    const spoiled = join(home.paths.audio, `${first.id}.wav`);
    const kept = readFileSync(spoiled);
    rmSync(spoiled);
    mkdirSync(spoiled);
    await listen();
    await daemon.prints('recovered');
    const { session } = await client.call('get_session', { session_id: second.id });
    expect(session.text).toBe(expectedText(session));
    expect((await home.whis('logs')).stdout).toContain('not recovered yet: The recording');
    await kill();
    rmSync(spoiled, { recursive: true });
    execFileSync('tee', [spoiled], { input: kept, stdio: ['pipe', 'ignore', 'inherit'] });
    await listen();
    await daemon.prints('recovered');
    const again = await client.call('get_session', { session_id: first.id });
    expect(again.session.text).toBe(expectedText(again.session));
    report(1, 'a recording that cannot be repaired', { tried: 2, survived: 2, lost: 0 });
  });

  it('keeps the text of a session whose recording somebody has removed', async () => {
    const { id } = await record(1);
    await client.call('stop_session', { wait: true });
    recogniser.hold();
    await client.call('restart_session', { session_id: id });
    await recogniser.running();
    await kill();
    recogniser.release();
    rmSync(join(home.paths.audio, `${id}.wav`));
    await listen();
    const { session } = await client.call('get_session', { session_id: id });
    expect(session).toMatchObject({ status: 'done', audio_path: null });
    expect(session.text).toBe(expectedText(session));
    report(1, 'a recording that is gone', { tried: 1, survived: 1, lost: 0 });
  });
});
