import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Session } from '../../src/protocol/session.ts';
import { counts, report } from '../fixtures/faults.ts';
import { Home, type Client, type Daemon } from '../fixtures/home.ts';
import { isRunning } from '../fixtures/process.ts';
import { makeRecogniser, type TestRecogniser } from '../fixtures/recogniser.ts';
import { writeTone } from '../fixtures/sound.ts';

/** What an end without warning may cost. */
const lostMs = 500;
/** The daemon ends within this time, in every state. */
const endsWithinMs = 5000;

/** These end the daemon as `whis stop` does. */
const polite = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** These do nothing to it. Those that stop a process are followed by SIGCONT. */
const harmless = ['SIGUSR1', 'SIGUSR2', 'SIGPIPE', 'SIGCHLD', 'SIGURG', 'SIGWINCH'] as const;
const stopping = ['SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU', 'SIGCONT'] as const;
/** These are the end, at once. */
const deadly = [
  ...([
    'SIGKILL',
    'SIGQUIT',
    'SIGILL',
    'SIGTRAP',
    'SIGABRT',
    'SIGBUS',
    'SIGFPE',
    'SIGSEGV',
  ] as const),
  ...(['SIGALRM', 'SIGVTALRM', 'SIGPROF', 'SIGIO', 'SIGPWR', 'SIGSYS', 'SIGXCPU'] as const),
] as const;

const states = ['idle', 'recording', 'paused', 'transcribing'] as const;
type State = (typeof states)[number];

let home: Home;
let recogniser: TestRecogniser;
let daemon: Daemon;
let client: Client;
const clients: Client[] = [];

beforeEach(async () => {
  // A signal that dumps core would fill the disk.
  execFileSync('prlimit', ['--pid', String(process.pid), '--core=0']);
  home = await Home.make();
  recogniser = await makeRecogniser(home);
  await home.settings({ ...recogniser.settings, output: [] });
  await writeTone(join(home.folder, 'mic.wav'), { seconds: 60 });
});
afterEach(async () => {
  for (const one of clients.splice(0)) await one.close();
  await home.close();
});

async function listen(): Promise<void> {
  daemon = await home.listen('--input', join(home.folder, 'mic.wav'));
  client = await daemon.connect();
  clients.push(client);
  await client.call('subscribe', { events: ['sessions', 'levels'] });
}

/** A dictation that is under way: which, and how much of it was told. */
interface Underway {
  readonly id: string;
  readonly toldMs: number;
}

/** Brings the daemon into a state. */
async function enter(state: State): Promise<Underway | null> {
  if (state === 'idle') return null;
  const { session_id: id } = await client.call('start_session', {});
  await client.event(
    ({ event, data, session_id: of }) => of === id && event === 'level' && data.elapsed_ms >= 200,
  );
  const toldMs = (await client.call('status')).session?.elapsed_ms ?? Infinity;
  if (state === 'paused') await client.call('pause');
  if (state === 'transcribing') {
    recogniser.hold();
    await client.call('stop_session');
    await recogniser.running();
  }
  expect((await client.call('status')).state).toBe(state);
  return { id, toldMs };
}

/** The session's text is there, once, from all that was told to be recorded, less what may be lost. */
function expectKept(session: Session, { toldMs }: Underway, mayLoseMs: number): void {
  expect(session.status).toBe('done');
  expect(session.duration_ms).toBeGreaterThanOrEqual(toldMs - mayLoseMs);
  expect(session.text).toBe(`heard ${session.duration_ms} milliseconds`);
}

/** Starts the next daemon, which takes the session up. Gives the time until it was idle again. */
async function takeUp(underway: Underway | null, mayLoseMs: number): Promise<number> {
  recogniser.release();
  const from = performance.now();
  await listen();
  await expect.poll(async () => (await client.call('status')).state).toBe('idle');
  const idleMs = performance.now() - from;
  if (underway) {
    const { id } = underway;
    expectKept((await client.call('get_session', { session_id: id })).session, underway, mayLoseMs);
    const { sessions } = await client.call('list_sessions', {});
    expect(sessions.filter((session) => session.id === id)).toHaveLength(1);
  }
  return idleMs;
}

/** Ends the dictation of a daemon that has survived, as ever. */
async function finish(state: State, underway: Underway | null): Promise<void> {
  recogniser.release();
  expect(await client.call('ping')).toEqual({ type: 'pong' });
  if (!underway) return;
  if (state !== 'transcribing') await client.call('stop_session', { session_id: underway.id });
  expectKept(await client.ended(underway.id), underway, 0);
}

function send(signal: NodeJS.Signals, times: number): void {
  for (let time = 0; time < times && isRunning(daemon.pid); time += 1) {
    process.kill(daemon.pid, signal);
  }
}

interface Case {
  readonly signal: NodeJS.Signals;
  readonly state: State;
  readonly times: number;
}

/** Each signal in each state, once, twice and 100 in a row; in the short form, those that are given. */
function cases(short: readonly Case[], full: readonly NodeJS.Signals[]): readonly Case[] {
  const all = full.flatMap((signal) =>
    states.flatMap((state) => [1, 2, 100].map((times) => ({ signal, state, times }))),
  );
  return counts(short, all);
}

const endings: Case[] = states.map((state) => ({ signal: 'SIGTERM', state, times: 100 }));
const nothings: Case[] = [
  { signal: 'SIGUSR1', state: 'recording', times: 100 },
  { signal: 'SIGTSTP', state: 'recording', times: 2 },
];
const deaths: Case[] = [{ signal: 'SIGQUIT', state: 'recording', times: 1 }];

const minutes = (count: number) => ({ timeout: count * 60_000 });

describe('signals', () => {
  it('that ask for the end are heeded within 5 s, and nothing is lost', minutes(15), async () => {
    const worst = { end_ms: 0, idle_ms: 0 };
    let tried = 0;
    await listen();
    for (const { signal, state, times } of cases(endings, polite)) {
      tried += 1;
      const underway = await enter(state);
      const from = performance.now();
      send(signal, times);
      expect(await daemon.code).toBe(0);
      worst.end_ms = Math.max(worst.end_ms, Math.round(performance.now() - from));
      expect(home.processes()).toEqual([]);
      const idleMs = await takeUp(underway, 0);
      worst.idle_ms = Math.max(worst.idle_ms, Math.round(idleMs));
    }
    expect(worst.end_ms).toBeLessThan(endsWithinMs);
    report(18, 'signals that ask for the end', { tried, survived: tried, lost: 0, ...worst });
  });

  it('that say nothing are not heeded', minutes(15), async () => {
    let tried = 0;
    await listen();
    for (const { signal, state, times } of cases(nothings, [...harmless, ...stopping])) {
      tried += 1;
      const underway = await enter(state);
      send(signal, times);
      process.kill(daemon.pid, 'SIGCONT');
      await finish(state, underway);
      expect(listeningPorts(daemon.pid)).toEqual([]);
    }
    report(18, 'signals that say nothing', { tried, survived: tried, lost: 0 });
  });

  it('that are the end lose no more than half a second', minutes(15), async () => {
    let tried = 0;
    let idleMs = 0;
    await listen();
    for (const { signal, state, times } of cases(deaths, deadly)) {
      tried += 1;
      const underway = await enter(state);
      send(signal, times);
      expect(await daemon.code).toBe(null);
      idleMs = Math.max(idleMs, Math.round(await takeUp(underway, lostMs)));
    }
    report(18, 'signals that are the end', { tried, survived: tried, lost: 0, idle_ms: idleMs });
  });

  it('are heeded while it starts, too', minutes(15), async () => {
    await listen();
    const tries = counts(8, 200);
    const codes: Record<string, number> = {};
    await daemon.end();
    for (let round = 0; round < tries; round += 1) {
      const starting = home.start('listen', '--hotkey=none');
      const after = (round * 13) % 260;
      await new Promise((resolve) => setTimeout(resolve, after));
      const ended = String(await starting.end('SIGTERM'));
      expect(['0', 'SIGTERM', '130']).toContain(ended);
      codes[ended] = (codes[ended] ?? 0) + 1;
      expect(home.processes()).toEqual([]);
    }
    await takeUp(null, 0);
    report(18, 'signals at the start', { tried: tries, survived: tries, lost: 0, ...codes });
  });

  it('sent twice do not wait for what is being transcribed; once, they do', async () => {
    await listen();
    const waited = await enter('transcribing');
    send('SIGTERM', 1);
    await daemon.prints('ending: SIGTERM');
    recogniser.release();
    expect(await daemon.code).toBe(0);
    await listen();
    const { session } = await client.call('get_session', { session_id: waited?.id ?? '' });
    expect(session).toMatchObject({ status: 'done', recovered: false });

    const left = await enter('transcribing');
    send('SIGTERM', 1);
    await daemon.prints('ending: SIGTERM');
    send('SIGTERM', 1);
    expect(await daemon.code).toBe(0);
    await takeUp(left, 0);
    const again = await client.call('get_session', { session_id: left?.id ?? '' });
    expect(again.session.recovered).toBe(true);
    report(18, 'a second signal', { tried: 2, survived: 2, lost: 0 });
  });
});

/** The TCP ports on which a process listens (Linux). */
function listeningPorts(pid: number): string[] {
  const inodes = new Set(readdirSync(`/proc/${pid}/fd`).map((fd) => socketOf(pid, fd)));
  return ['tcp', 'tcp6'].flatMap((kind) =>
    readFileSync(`/proc/${pid}/net/${kind}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      // Columns of proc(5): the fourth is the state (0A: listening), the tenth the inode.
      .filter((columns) => columns[3] === '0A' && inodes.has(columns[9] ?? null))
      .map((columns) => columns[1] ?? ''),
  );
}

/** The inode of the socket that a descriptor is; null when it is something else, or closed by now. */
function socketOf(pid: number, fd: string): string | null {
  try {
    return /socket:\[(\d+)\]/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? null;
  } catch {
    return null;
  }
}
