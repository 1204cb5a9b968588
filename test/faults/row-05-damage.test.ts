import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Session } from '../../src/protocol/session.ts';
import { counts, report } from '../fixtures/faults.ts';
import { Home, type Client, type Daemon } from '../fixtures/home.ts';
import { makeRecogniser, type TestRecogniser } from '../fixtures/recogniser.ts';
import { SmallDisk } from '../fixtures/small-disk.ts';
import { writeTone } from '../fixtures/sound.ts';

// Row 5: disks that are full or read-only, and files that are not what they should be.

const notAllowed = 'mounting a small disk is not allowed here';

let home: Home;
let recogniser: TestRecogniser;
let daemon: Daemon;
let client: Client;
const disks: SmallDisk[] = [];

beforeEach(async () => {
  home = await Home.make();
  recogniser = await makeRecogniser(home);
  await home.settings({ ...recogniser.settings, output: [`file:${outFile()}`] });
  await writeTone(join(home.folder, 'mic.wav'), { seconds: 10 });
});

afterEach(async () => {
  for (const disk of disks.splice(0)) disk.unmount();
  await home.close();
});

/** Where the texts go: never on a small disk. */
function outFile(): string {
  return join(home.folder, 'out.txt');
}

/** Puts an empty small disk into the place of a folder of the home; null where that is not allowed. */
function mount(name: 'data' | 'state' | 'config', kilobytes: number): SmallDisk | null {
  const disk = SmallDisk.mount(join(home.folder, name), kilobytes);
  if (disk) disks.push(disk);
  return disk;
}

async function listen(...options: string[]): Promise<void> {
  daemon = await home.listen('--input', join(home.folder, 'mic.wav'), ...options);
  client = await daemon.connect();
  await client.call('subscribe', { events: ['all'] });
}

/** Ends the daemon; it would wait for a client that is still connected. */
async function end(): Promise<void> {
  await client.close();
  expect(await daemon.end()).toBe(0);
}

/** Begins a dictation; resolves when some of it is recorded. */
async function record(): Promise<string> {
  const { session_id: id } = await client.call('start_session');
  await client.event(
    ({ event, data, session_id: of }) => of === id && event === 'level' && data.elapsed_ms >= 200,
  );
  return id;
}

/** A dictation that comes to its text and to its place. */
async function dictate(): Promise<Session> {
  const id = await record();
  await client.call('stop_session', { wait: true });
  const { session } = await client.call('get_session', { session_id: id });
  expect(session).toMatchObject({ status: 'done', error: null });
  expect(delivered().at(-1)).toBe(session.text);
  return session;
}

function delivered(): string[] {
  return existsSync(outFile()) ? readFileSync(outFile(), 'utf8').trimEnd().split('\n') : [];
}

/** Waits until it is ready for the next dictation; gives how long that took. */
async function idle(): Promise<number> {
  const from = performance.now();
  await expect.poll(async () => (await client.call('status')).state).toBe('idle');
  return Math.round(performance.now() - from);
}

/** Starts it in vain; gives what it has said. */
async function startInVain(): Promise<string> {
  const { code, stderr } = await home.whis('listen', '--hotkey=none');
  expect({ code, stderr }).toMatchObject({ code: 1 });
  expect(home.processes()).toEqual([]);
  return stderr;
}

const starts = [
  ['data', 'that is full at the start', /^whis: The history .*: the disk is full/],
  ['data', 'that is read-only at the start', /^whis: The history .*read-only/],
  ['state', 'that is full at the start', /^whis: The lock .*: the disk is full/],
] as const;

describe('a disk', () => {
  it.for(counts<readonly (typeof starts)[number][]>(starts.slice(0, 1), starts))(
    'of the %s %s is told, and loses nothing',
    async ([name, what, message], context) => {
      const disk = mount(name, 1000);
      if (disk === null) return context.skip(notAllowed);
      await listen();
      const { text } = await dictate();
      await end();
      if (what.includes('full')) disk.fill();
      else disk.remount('ro');
      const said = await startInVain();
      expect(said).toMatch(message);
      disk.empty();
      disk.remount('rw');
      await listen();
      expect((await home.whis('last')).stdout).toBe(`${text}\n`);
      await dictate();
      await end();
      report(5, `${name}, ${what.slice(5)}`, { tried: 1, survived: 1, lost: 0 });
    },
  );

  it('that fills up while it records: what was heard is kept, told and delivered', async (context) => {
    const disk = mount('data', 1000);
    if (disk === null) return context.skip(notAllowed);
    await listen();
    const before = await dictate();
    const id = await record();
    disk.fill();
    const heard = (await client.call('status')).session?.elapsed_ms ?? Infinity;
    await client.event(({ event, session_id: of }) => of === id && event === 'session_done');
    const idleMs = await idle();
    const [, keptMs] = /^heard (\d+) milliseconds$/.exec(delivered()[1] ?? '') ?? [];
    expect(Number(keptMs)).toBeGreaterThanOrEqual(heard - 500);
    expect(client.events).toContainEqual(
      expect.objectContaining({
        event: 'microphone_lost',
        data: expect.objectContaining({ code: 'storage_failed' }) as unknown,
      }),
    );
    disk.empty();
    const { text } = await dictate();
    await end();
    await listen();
    await idle();
    const { sessions } = await client.call('list_sessions', {});
    expect(sessions.map((one) => one.text)).toEqual([text, delivered()[1], before.text]);
    report(5, 'full while recording', {
      tried: 1,
      survived: 1,
      lost: 3 - sessions.length,
      idle_ms: idleMs,
    });
  });

  it('that fills up before a text is saved: the text is delivered, and kept in the end', async (context) => {
    const disk = mount('data', 1000);
    if (disk === null) return context.skip(notAllowed);
    await listen();
    await dictate();
    const words = 'a text that is far too long for what is left of this disk '.repeat(2000).trim();
    writeFileSync(join(home.folder, 'words.txt'), words);
    await recogniser.spoil(`cat ${home.folder}/words.txt`);
    const id = await record();
    disk.fill();
    await client.call('stop_session', { wait: true });
    const idleMs = await idle();
    expect(delivered().at(-1) === words).toBe(true);
    expect(client.events).toContainEqual(
      expect.objectContaining({
        event: 'session_failed',
        data: expect.objectContaining({ code: 'storage_failed' }) as unknown,
      }),
    );
    disk.empty();
    const retried = await home.whis('retry', id);
    expect({ code: retried.code, isWhole: retried.stdout === `${words}\n` }).toEqual({
      code: 0,
      isWhole: true,
    });
    await end();
    await listen();
    const { session } = await client.call('get_session', { session_id: id });
    expect(session.text === words).toBe(true);
    expect((await client.call('list_sessions', {})).sessions).toHaveLength(2);
    report(5, 'full while saving the text', { tried: 1, survived: 1, lost: 0, idle_ms: idleMs });
  });

  it('that becomes read-only for recordings is told whoever speaks, and the next one works', async (context) => {
    if (mount('data', 4) === null) return context.skip(notAllowed);
    disks.splice(0).forEach((disk) => disk.unmount());
    await listen();
    await dictate();
    const { audio } = home.paths;
    execFileSync('mount', ['--bind', audio, audio]);
    execFileSync('mount', ['-o', 'remount,bind,ro', audio]);
    try {
      expect(await home.whis('toggle')).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(
          /The recording .* could not be written: .*read-only/,
        ) as string,
      });
      await idle();
    } finally {
      execFileSync('umount', ['-l', audio]);
    }
    await dictate();
    expect((await client.call('list_sessions', {})).sessions).toHaveLength(2);
    report(5, 'read-only for recordings', { tried: 1, survived: 1, lost: 0 });
  });

  it('that is full or read-only for the settings leaves them as they are', async (context) => {
    const disk = mount('config', 64);
    if (disk === null) return context.skip(notAllowed);
    await home.settings({ ...recogniser.settings, output: [`file:${outFile()}`] });
    const before = readFileSync(home.paths.settings, 'utf8');
    await listen();
    disk.fill();
    const full = await home.whis('config', 'set', 'language', 'de');
    expect(full).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/the disk is full/) as string,
    });
    disk.empty();
    disk.remount('ro');
    const readOnly = await home.whis('config', 'set', 'language', 'de');
    expect(readOnly).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/read-only/) as string,
    });
    expect(readFileSync(home.paths.settings, 'utf8')).toBe(before);
    await dictate();
    disk.remount('rw');
    expect((await home.whis('config', 'set', 'language', 'de')).code).toBe(0);
    report(5, 'no room for the settings', { tried: 2, survived: 2, lost: 0 });
  });
});

/** What may be wrong with the history's file; each leaves bytes that must still be there afterwards. */
const damages = {
  'no database': () => Buffer.from('not a database at all, but somebody’s words'.repeat(500)),
  'cut short': (whole) => whole.subarray(0, 8192 + 100),
  'overwritten in the middle': (whole) => {
    const bytes = Buffer.from(whole);
    return bytes.fill(0xa5, 4096, 16_384);
  },
  empty: () => Buffer.alloc(0),
} satisfies Record<string, (whole: Buffer) => Buffer>;
type Damage = keyof typeof damages;

describe('the history', () => {
  it.each(counts<readonly Damage[]>(['cut short'], Object.keys(damages) as Damage[]))(
    'that is %s is set aside, named and never deleted',
    async (what) => {
      await listen();
      await dictate();
      await end();
      const { history, audio } = home.paths;
      const damaged = damages[what](readFileSync(history));
      for (const part of ['-wal', '-shm']) rmSync(history + part, { force: true });
      writeFileSync(history, damaged);
      await listen();
      // Reading what is left of it makes files beside it.
      const aside = readdirSync(dirname(history)).filter((name) => /\.damaged-\S+Z$/.test(name));
      const { notices } = await client.call('status');
      if (what === 'empty') expect({ aside, notices }).toEqual({ aside: [], notices: [] });
      else {
        expect(aside).toHaveLength(1);
        expect(readFileSync(join(dirname(history), aside[0] ?? ''))).toEqual(damaged);
        expect(notices).toEqual([expect.stringContaining(aside[0] ?? '-')]);
      }
      expect(readdirSync(audio)).toHaveLength(1);
      await dictate();
      await end();
      report(5, `history ${what}`, { tried: 1, survived: 1, lost: 0 });
    },
  );

  it('with a folder in its place is told, and the folder kept', async () => {
    mkdirSync(home.paths.history, { recursive: true });
    expect(await startInVain()).toContain(`The history ${home.paths.history} could not be opened`);
    expect(readdirSync(home.paths.history)).toEqual([]);
    report(5, 'history a folder', { tried: 1, survived: 1, lost: 0 });
  });
});

const broken = {
  'no JSON': '{"language": de',
  'half-written': '{"language":"de","engines":{"comm',
  empty: '',
} satisfies Record<string, string>;

describe('the settings', () => {
  it.each(counts(Object.entries(broken).slice(1, 2), Object.entries(broken)))(
    'that are %s are set aside and named, and the defaults used',
    async (what, text) => {
      const { settings } = home.paths;
      writeFileSync(settings, text);
      await listen();
      const { notices } = await client.call('status');
      const aside = readdirSync(dirname(settings)).filter((name) => name.includes('.broken-'));
      expect(aside).toHaveLength(1);
      expect(notices).toEqual([expect.stringContaining(aside[0] ?? '-')]);
      expect(readFileSync(join(dirname(settings), aside[0] ?? ''), 'utf8')).toBe(text);
      expect((await client.call('get_settings')).settings.language).toBeNull();
      report(5, `settings ${what}`, { tried: 1, survived: 1, lost: 0 });
    },
  );

  it('that become half-written or a folder while it runs stay what they were', async () => {
    const { settings } = home.paths;
    const whole = readFileSync(settings, 'utf8');
    await listen();
    writeFileSync(settings, whole.slice(0, -10));
    const half = await home.whis('reload');
    expect(half).toMatchObject({ code: 1, stderr: expect.stringContaining(settings) as string });
    expect(readFileSync(settings, 'utf8')).toBe(whole.slice(0, -10));
    await dictate();
    rmSync(settings);
    mkdirSync(settings);
    for (const verb of [['reload'], ['config', 'set', 'language', 'de']]) {
      const said = await home.whis(...verb);
      expect(said).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/is not a file. Move it away/) as string,
      });
    }
    await dictate();
    await end();
    expect(readdirSync(dirname(settings))).toEqual([basename(settings)]);
    await listen();
    expect((await client.call('status')).notices).toEqual([
      expect.stringContaining('is not a file'),
    ]);
    report(5, 'settings that break while it runs', { tried: 3, survived: 3, lost: 0 });
  });
});
