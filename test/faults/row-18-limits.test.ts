import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { dist } from '../fixtures/built.ts';
import { counts, report } from '../fixtures/faults.ts';
import { Client, Daemon, Home } from '../fixtures/home.ts';
import { isRunning } from '../fixtures/process.ts';
import { makeRecogniser } from '../fixtures/recogniser.ts';
import { writeTone } from '../fixtures/sound.ts';

const cli = join(dist, 'cli/whis.cjs');

let home: Home;
const clients: Client[] = [];

beforeEach(async () => {
  home = await Home.make();
  const { settings } = await makeRecogniser(home);
  await home.settings({ ...settings, output: [] });
  await writeTone(join(home.folder, 'mic.wav'), { seconds: 60 });
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
  await home.close();
});

/** Runs a line of shell in which `"$@"` is `whis listen`. */
function shell(line: string): Daemon {
  const whis = [process.execPath, cli, 'listen', '--hotkey=none', `--input=${home.folder}/mic.wav`];
  const env = { ...home.env, TMPDIR: home.folder };
  return new Daemon(spawn('sh', ['-c', line, 'sh', ...whis], { env }), home.socket);
}

/** Connects as soon as there is somebody to connect to. */
async function connect(): Promise<Client> {
  await expect.poll(async () => (await home.whis('ping')).code, { timeout: 10_000 }).toBe(0);
  const client = await Client.connect(home.socket);
  clients.push(client);
  await client.call('subscribe', { events: ['sessions', 'levels'] });
  return client;
}

/** Begins a dictation; resolves when some of it is recorded. */
async function speak(client: Client): Promise<string> {
  const { session_id: id } = await client.call('start_session', {});
  await client.event(
    ({ event, data, session_id: of }) => of === id && event === 'level' && data.elapsed_ms >= 200,
  );
  return id;
}

/** A whole dictation, as ever. */
async function dictate(client: Client): Promise<void> {
  const id = await speak(client);
  await client.call('stop_session');
  const { status, text } = await client.ended(id);
  expect({ status, text }).toEqual({
    status: 'done',
    text: expect.stringMatching(/^heard \d+ mill/),
  });
}

/** Resolves when the daemon has closed a connection. */
function gone({ socket }: Client): Promise<null> {
  return new Promise((resolve) => {
    if (socket.destroyed) resolve(null);
    socket.once('close', () => resolve(null));
  });
}

describe('a daemon whose standard output is', () => {
  it.for([
    { what: 'closed', line: 'exec "$@" >&- 2>&-' },
    { what: 'closed, and its input too', line: 'exec "$@" <&- >&- 2>&-' },
    { what: 'a pipe that nobody reads any more', line: '"$@" 2>&1 | true; wait' },
    { what: 'a full disk', line: 'exec "$@" >/dev/full 2>&1' },
  ])('$what goes on', async ({ what, line }) => {
    const daemon = shell(line);
    const client = await connect();
    const rounds = counts(1, 10);
    for (let round = 0; round < rounds; round += 1) await dictate(client);
    const { pid } = await client.call('status');
    expect((await home.whis('stop')).code).toBe(0);
    expect(isRunning(pid)).toBe(false);
    await daemon.code;
    expect(home.processes()).toEqual([]);
    report(18, `output ${what}`, { tried: rounds, survived: rounds, lost: 0 });
  });
});

describe('a daemon whose standard output nobody reads', () => {
  it('goes on, and ends in time', { timeout: 120_000 }, async () => {
    const daemon = shell('"$@" 2>&1 | sleep 600');
    const client = await connect();
    const { pid } = await client.call('status');
    const rounds = counts(1000, 50_000);
    for (let round = 0; round < rounds; round += 1) {
      await client.call('pause');
      await client.call('resume');
    }
    await dictate(client);
    expect((await home.whis('ping')).code).toBe(0);
    const { rss_bytes: rssBytes } = await client.call('status');
    expect((await home.whis('stop')).code).toBe(0);
    expect(isRunning(pid)).toBe(false);
    const rss = `${Math.round(rssBytes / 1e6)} MB`;
    report(18, 'output that nobody reads', { tried: rounds, survived: rounds, lost: 0, rss });
    for (const { pid: reader } of home.processes()) process.kill(reader, 'SIGKILL');
    await daemon.code;
  });
});

describe('a terminal that goes', () => {
  it('takes the daemon with it, and nothing of what was recorded', async () => {
    // script(1) is the terminal: when it is killed, the kernel hangs up on its session.
    const whis = [process.execPath, cli, 'listen', '--hotkey=none', '--input=mic.wav'].join(' ');
    const options = { env: home.env, cwd: home.folder, stdio: 'ignore' } as const;
    const terminal = spawn('script', ['-qec', whis, '/dev/null'], options);
    const client = await connect();
    const id = await speak(client);
    const { pid, session } = await client.call('status');
    const exited = once(terminal, 'exit');
    terminal.kill('SIGKILL');
    await exited;
    await expect.poll(() => isRunning(pid), { timeout: 5000 }).toBe(false);
    expect(readdirSync(join(home.folder, 'run'))).toEqual([]);
    const next = await home.listen();
    await next.prints('#1 recovered');
    const after = await connect();
    const kept = (await after.call('get_session', { session_id: id })).session;
    expect(kept).toMatchObject({ status: 'done', recovered: true });
    expect(kept.duration_ms).toBeGreaterThanOrEqual(session?.elapsed_ms ?? Infinity);
    report(18, 'the terminal goes', { tried: 1, survived: 1, lost: 0 });
  });
});

describe('a daemon that may open 64 files', () => {
  it('serves as many clients as fit, and dictates meanwhile', { timeout: 120_000 }, async () => {
    const daemon = shell('ulimit -n 64; exec "$@"');
    const client = await connect();
    const { pid } = await client.call('status');
    const held = () => readdirSync(`/proc/${pid}/fd`).length;
    await dictate(client);
    const before = held();
    const rounds = counts(1, 20);
    let refused = 0;
    let served = 0;
    for (let round = 0; round < rounds; round += 1) {
      const crowd = await Promise.all(
        Array.from({ length: 100 }, () => Client.connect(home.socket)),
      );
      const answers = await Promise.all(
        crowd.map((one) => Promise.race([one.ask({ type: 'status' }), gone(one)])),
      );
      for (const answer of answers) {
        if (answer && 'type' in answer && answer.type === 'status') served += 1;
        else refused += 1;
      }
      await dictate(client);
      await Promise.all(crowd.map((one) => one.close()));
      await expect.poll(async () => (await client.call('status')).clients).toBe(1);
      await expect.poll(held).toBeLessThanOrEqual(before);
    }
    expect(served).toBeGreaterThanOrEqual(10 * rounds);
    expect(await daemon.end()).toBe(0);
    const tried = 100 * rounds;
    report(18, 'ulimit -n 64', { tried, survived: served + refused, lost: 0, served, refused });
  });
});

describe('starts and stops in a loop', () => {
  it('leave no process, no file and no folder behind', { timeout: 10 * 60_000 }, async () => {
    const tmp = join(home.folder, 'tmp');
    mkdirSync(tmp);
    const there = home.with({ TMPDIR: tmp });
    const round = async () => {
      expect((await there.whis('listen', '--hotkey=none', '--detach')).code).toBe(0);
      expect((await there.whis('transcribe', 'mic.wav')).code).toBe(0);
      expect((await there.whis('delete', 'last')).code).toBe(0);
      expect((await there.whis('stop')).code).toBe(0);
      expect(home.processes()).toEqual([]);
    };
    await round();
    const files = () =>
      readdirSync(home.folder, { recursive: true, encoding: 'utf8' })
        // A deleted dictation can be taken back for a while.
        .filter((name) => !/[0-9a-f]{8}-[0-9a-f]{4}-/.test(name))
        .sort();
    const before = files();
    const rounds = counts(2, 100);
    for (let count = 0; count < rounds; count += 1) await round();
    expect(files()).toEqual(before);
    expect(readdirSync(tmp)).toEqual([]);
    expect(readdirSync(join(home.folder, 'run'))).toEqual([]);
    report(18, 'starts and stops', { tried: rounds, survived: rounds, lost: 0 });
  });
});
