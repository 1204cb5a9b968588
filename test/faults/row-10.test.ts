import { once } from 'node:events';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { counts, report } from '../fixtures/faults.ts';
import { Home, type Client, type Daemon } from '../fixtures/home.ts';

/** The path is ours again within this time. */
const againMs = 2000;

let home: Home;
let daemon: Daemon;
let client: Client;

beforeEach(async () => {
  home = await Home.make();
  daemon = await home.listen();
  client = await daemon.connect();
});
afterEach(async () => {
  await client.close();
  await home.close();
});

const inode = () => lstatSync(home.socket, { throwIfNoEntry: false })?.ino ?? null;

/** A socket of somebody else's at the path: another program, with its own life. */
async function putSuccessor(): Promise<{ server: Server; clients: () => number }> {
  let clients = 0;
  const server = createServer((socket) => {
    clients += 1;
    socket.on('error', () => {}).end('I am somebody else\n');
  });
  server.listen(`${home.socket}.new`);
  await once(server, 'listening');
  linkSync(`${home.socket}.new`, `${home.socket}.draft`);
  renameSync(`${home.socket}.draft`, home.socket);
  return { server, clients: () => clients };
}

async function closed(server: Server): Promise<void> {
  const close = once(server, 'close');
  server.close();
  await close;
}

/** Waits until the path leads to the daemon again; how long it took, in milliseconds. */
async function publishedAgain(): Promise<number> {
  const from = performance.now();
  await expect
    .poll(async () => (await home.whis('ping', '--timeout=1')).code, {
      timeout: againMs,
      interval: 10,
    })
    .toBe(0);
  return performance.now() - from;
}

describe('the path of a running daemon', () => {
  const losses: Record<string, () => unknown> = {
    removed: () => unlinkSync(home.socket),
    'moved away': () => renameSync(home.socket, `${home.socket}.old`),
    'replaced by a dead socket': async () => {
      const { server } = await putSuccessor();
      await closed(server);
    },
    'gone with everything in its folder': () => {
      for (const name of readdirSync(join(home.folder, 'run')))
        rmSync(join(home.folder, 'run', name));
    },
  };
  it(
    'is published again whenever it is lost, and connected clients stay',
    { timeout: 120_000 },
    async () => {
      const rounds = counts(2, 25);
      let worst = 0;
      let tried = 0;
      for (let round = 0; round < rounds; round += 1) {
        for (const lose of Object.values(losses)) {
          tried += 1;
          await lose();
          worst = Math.max(worst, await publishedAgain());
          expect(lstatSync(home.socket).mode & 0o777).toBe(0o600);
          expect(await client.call('ping')).toEqual({ type: 'pong' });
        }
      }
      await expect.poll(() => readFileSync(home.pidFile, 'utf8')).toBe(`${daemon.pid}\n`);
      expect((await client.call('status')).pid).toBe(daemon.pid);
      report(10, 'path lost', { tried, survived: tried, lost: 0, worst_ms: Math.round(worst) });
      rmSync(`${home.socket}.old`, { force: true });
      expect(await daemon.end()).toBe(0);
      expect(readdirSync(join(home.folder, 'run'))).toEqual([]);
    },
  );

  it.for([
    { what: 'a file', put: (path: string) => writeFileSync(path, 'precious') },
    { what: 'a directory', put: (path: string) => mkdirSync(path) },
    { what: 'a link', put: (path: string) => symlinkSync('/nowhere', path) },
  ])('is not taken from $what; it is ours again when that is gone', async ({ what, put }) => {
    unlinkSync(home.socket);
    put(home.socket);
    const other = inode();
    const { lines } = await loggedLines(`there is ${what};`);
    expect(lines).toHaveLength(1);
    // Other changes in the folder are no news.
    for (let turn = 0; turn < 20; turn += 1) writeFileSync(join(home.folder, 'run', 'else'), '');
    expect(inode()).toBe(other);
    expect(await client.call('ping')).toEqual({ type: 'pong' });
    rmSync(home.socket, { recursive: true });
    await publishedAgain();
    expect((await loggedLines(`there is ${what};`)).lines).toHaveLength(1);
    report(10, `path taken by ${what}`, { tried: 1, survived: 1, lost: 0 });
  });

  it('is left to a successor, which is asked once a second at most', async () => {
    const { server, clients } = await putSuccessor();
    const successor = inode();
    await loggedLines('Somebody answers');
    for (let turn = 0; turn < 20; turn += 1) {
      writeFileSync(join(home.folder, 'run', 'else'), '');
      expect(await client.call('ping')).toEqual({ type: 'pong' });
    }
    expect(clients()).toBeLessThanOrEqual(2);
    expect(inode()).toBe(successor);
    expect(await daemon.end()).toBe(0);
    expect(inode()).toBe(successor);
    await closed(server);
    report(10, 'path taken by a successor', { tried: 1, survived: 1, lost: 0 });
  });

  it('is only removed at the end if it is still the same file', { timeout: 120_000 }, async () => {
    const rounds = counts(3, 50);
    for (let round = 0; round < rounds; round += 1) {
      // Just before the end, so that there is hardly time to see it.
      writeFileSync(`${home.socket}.new`, 'precious');
      renameSync(`${home.socket}.new`, home.socket);
      expect(await daemon.end()).toBe(0);
      expect(readFileSync(home.socket, 'utf8')).toBe('precious');
      unlinkSync(home.socket);
      await client.close();
      daemon = await home.listen();
      client = await daemon.connect();
    }
    expect(existsSync(home.socket)).toBe(true);
    report(10, 'path replaced at the end', { tried: rounds, survived: rounds, lost: 0 });
  });
});

/** Waits until the daemon's log has a line with a text; gives all such lines. */
async function loggedLines(text: string): Promise<{ lines: string[] }> {
  const read = () =>
    readFileSync(home.paths.daemonLog, 'utf8')
      .split('\n')
      .filter((line) => line.includes(text));
  await expect.poll(() => read().length, { timeout: againMs }).toBeGreaterThan(0);
  return { lines: read() };
}
