import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';

import { dist } from '../fixtures/built.ts';
import { counts, report } from '../fixtures/faults.ts';
import { Client, Home, type Said } from '../fixtures/home.ts';

const cli = join(dist, 'cli/whis.cjs');

/** A user that is not the one who runs the tests. */
const nobody = 65534;
const isRoot = process.getuid?.() === 0;
const needsRoot = 'only root can make files that belong to another user';

let home: Home;
let tried = 0;
let survived = 0;

beforeEach(async () => {
  home = await Home.make();
});
afterEach(() => home.close());
afterAll(() => report(9, 'paths', { tried, survived, lost: 0 }));

/** What is put in the way of the socket, and what is said of it. */
interface Trap {
  readonly what: string;
  readonly put: (path: string) => unknown;
  readonly said: RegExp;
  readonly needsRoot?: boolean;
}

/** What is at a path, not followed: nothing of it may change. */
function snapshot(path: string): object | null {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) return null;
  const { ino, mode, uid, mtimeMs } = stats;
  return { ino, mode, uid, mtimeMs };
}

/** Makes a socket at which nobody listens. */
async function makeStaleSocket(path: string): Promise<void> {
  const server = createServer();
  server.listen(`${path}.draft`);
  await once(server, 'listening');
  execFileSync('ln', [`${path}.draft`, path]);
  server.close();
  await once(server, 'close');
}

/** What came of it that whis was to listen at a path at which it must not. */
interface Refusal {
  /** Exit code and line of `whis listen`. */
  readonly code: number | null;
  readonly stderr: string;
  /** Whether what stood at the path is still there, as it was. */
  readonly isKept: boolean;
}

/**
 * Tries to listen where there is a trap; no other verb may clean it up, hang or start anything there
 * either. `start` runs whis.
 */
async function listenAt(
  path: string,
  start: (...args: string[]) => Promise<Said> = (...args) => home.whis(...args),
): Promise<Refusal> {
  tried += 1;
  const before = snapshot(path);
  const { code, stderr } = await start('listen', '--hotkey=none');
  const others = await Promise.all(
    ['status', 'stop', 'toggle', 'listen --detach'].map((verb) => start(...verb.split(' '))),
  );
  for (const other of others) {
    expect([0, 3, 6]).toContain(other.code);
    expect(other.stderr).not.toContain('removed');
  }
  // A daemon that told that it could not start may still be about to end.
  await expect.poll(() => home.processes()).toEqual([]);
  const isKept = isDeepStrictEqual(snapshot(path), before);
  survived += Number(code === 6 && isKept);
  return { code, stderr, isKept };
}

/** A refusal in one line, which says why. */
function refusal(said: RegExp): Refusal {
  const line = new RegExp(`^whis: .*(?:${said.source}).*\\n$`);
  return { code: 6, stderr: expect.stringMatching(line) as string, isKept: true };
}

describe("at the socket's path", () => {
  const traps: Trap[] = [
    {
      what: 'a regular file',
      put: (path) => writeFileSync(path, 'precious'),
      said: /there is a file;/,
    },
    { what: 'a directory', put: (path) => mkdirSync(path), said: /there is a directory;/ },
    {
      what: 'a dangling link',
      put: (path) => symlinkSync('/nowhere', path),
      said: /there is a link;/,
    },
    {
      what: 'a link to another socket',
      put: async (path) => {
        await makeStaleSocket(`${path}.other`);
        symlinkSync(`${path}.other`, path);
      },
      said: /there is a link;/,
    },
    {
      what: 'a fifo',
      put: (path) => execFileSync('mkfifo', [path]),
      said: /there is a fifo;/,
    },
    {
      what: "another user's socket",
      put: async (path) => {
        await makeStaleSocket(path);
        chownSync(path, nobody, nobody);
      },
      said: /there is a socket of user 65534;/,
      needsRoot: true,
    },
  ];
  it.for(traps)('$what is refused and kept', async ({ put, said, ...trap }, { skip }) => {
    skip(trap.needsRoot === true && !isRoot, needsRoot);
    await put(home.socket);
    expect(await listenAt(home.socket)).toEqual(refusal(said));
  });
});

describe('the folder of the socket', () => {
  const traps: Trap[] = [
    { what: 'that is missing', put: (path) => rmSync(path, { recursive: true }), said: /mkdir/ },
    {
      what: 'that all may write',
      put: (path) => chmodSync(path, 0o777),
      said: /(open to others|written by others) \(mode 0777\).*chmod (700|go-w) '/,
    },
    {
      what: 'that is a link',
      put: (path) => {
        renameSync(path, `${path}-itself`);
        symlinkSync(`${path}-itself`, path);
      },
      said: /is a link/,
    },
    {
      what: 'that is a file',
      put: (path) => {
        rmSync(path, { recursive: true });
        writeFileSync(path, '');
      },
      said: /is not a directory/,
    },
    {
      what: 'that is of another user',
      put: (path) => chownSync(path, nobody, nobody),
      said: /belongs to user 65534/,
      needsRoot: true,
    },
  ];
  const ways = [
    { way: 'in XDG_RUNTIME_DIR', args: [] },
    { way: 'named with --socket', args: ['socket'] },
  ];
  const cases = traps.flatMap((trap) => ways.map((way) => ({ ...trap, ...way })));
  it.for(cases)('$what is refused, $way', async ({ put, said, args, ...trap }, { skip }) => {
    skip(trap.needsRoot === true && !isRoot, needsRoot);
    const folder = join(home.folder, 'run');
    await put(folder);
    const options = args.map(() => `--socket=${home.socket}`);
    const start = (...verb: string[]) => home.whis(...verb, ...options);
    expect(await listenAt(folder, start)).toEqual(refusal(said));
  });

  it('is refused when it can only be read', async ({ skip }) => {
    const folder = join(home.folder, 'run');
    const mount = `mount --bind '${folder}' '${folder}' && mount -o remount,ro,bind '${folder}'`;
    const apart = await namespace('true');
    skip(apart.code !== 0, `no mount namespace can be made here: ${apart.stderr}`);
    const start = (...verb: string[]) => namespace(mount, ...verb);
    expect(await listenAt(folder, start)).toEqual(refusal(/read-only/));
  });
});

describe('the length of the path', () => {
  /** A folder of ours whose socket's path has so many bytes; `letter` may have more than one. */
  function folderFor(bytes: number, letter: string): string {
    const rest = bytes - Buffer.byteLength(`${home.folder}//whis.sock`);
    const width = Buffer.byteLength(letter);
    const name = letter.repeat(Math.floor(rest / width)) + 'x'.repeat(rest % width);
    const folder = join(home.folder, name);
    mkdirSync(folder, { mode: 0o700 });
    return folder;
  }

  it.for(counts(['界'], ['d', 'é', '界', '🎤']))(
    'may be 103 bytes of %s, and no more',
    { timeout: 120_000 },
    async (letter) => {
      const longest = folderFor(103, letter);
      const there = home.with({ XDG_RUNTIME_DIR: longest });
      tried += 1;
      expect((await there.whis('listen', '--hotkey=none', '--detach')).code).toBe(0);
      expect(lstatSync(join(longest, 'whis.sock')).isSocket()).toBe(true);
      expect((await there.whis('ping')).code).toBe(0);
      expect((await there.whis('stop')).code).toBe(0);
      survived += 1;
      for (const bytes of counts([104, 109], [104, 105, 106, 107, 108, 109])) {
        const folder = folderFor(bytes, letter);
        const path = join(folder, 'whis.sock');
        await home.settings({ socket_path: path });
        const ways = [
          home.with({ XDG_RUNTIME_DIR: folder, WHIS_SOCKET: path }).whis('listen'),
          home.whis('listen', `--socket=${path}`),
          home.whis('listen'),
          home.whis('status'),
        ];
        tried += ways.length;
        for (const { code, stderr } of await Promise.all(ways)) {
          expect(stderr).toContain(`has ${bytes} bytes, 103 is the most`);
          expect(code).toBe(6);
          survived += 1;
        }
        await home.settings({});
        const runtimeOnly = home.with({ XDG_RUNTIME_DIR: folder });
        const start = (...verb: string[]) => runtimeOnly.whis(...verb);
        expect(await listenAt(folder, start)).toEqual(refusal(/103 is the most/));
      }
    },
  );
});

describe('XDG_RUNTIME_DIR', () => {
  it('is refused when it is relative', async () => {
    const there = home.with({ XDG_RUNTIME_DIR: 'run' });
    const start = (...verb: string[]) => there.whis(...verb);
    expect(await listenAt(join(home.folder, 'run'), start)).toEqual(
      refusal(/“run”, which is not an absolute path/),
    );
  });

  it('is made up for by a private folder in /tmp when it is unset', async ({ skip }) => {
    const apart = await namespace('true');
    skip(apart.code !== 0, `no mount namespace can be made here: ${apart.stderr}`);
    const fallback = join(home.folder, 'whis-0');
    tried += 1;
    expect(await inTmp('listen', '--hotkey=none', '--detach')).toMatchObject({ code: 0 });
    expect(statSync(fallback).mode & 0o7777).toBe(0o700);
    const client = await Client.connect(join(fallback, 'whis.sock'));
    expect(await client.call('ping')).toEqual({ type: 'pong' });
    const pid = (await client.call('status')).pid;
    await client.close();
    // A process that is alone in its namespace cannot be seen to end from another one.
    process.kill(pid, 'SIGTERM');
    await expect.poll(() => existsSync(join(fallback, 'whis.sock'))).toBe(false);
    survived += 1;

    chmodSync(fallback, 0o755);
    expect(await listenAt(fallback, inTmp)).toEqual(refusal(/is open to others \(mode 0755\)/));
    rmSync(fallback, { recursive: true });
    symlinkSync(join(home.folder, 'run'), fallback);
    expect(await listenAt(fallback, inTmp)).toEqual(refusal(/is a link/));
    rmSync(fallback);
    if (!isRoot) return;
    mkdirSync(fallback, 0o700);
    chownSync(fallback, nobody, nobody);
    expect(await listenAt(fallback, inTmp)).toEqual(refusal(/belongs to user 65534/));
  });

  it('may be removed while the daemon runs: it publishes again as soon as the folder is back', async () => {
    const folder = join(home.folder, 'run');
    const daemon = await home.listen();
    const client = await daemon.connect();
    // A daemon that finds its socket gone publishes it again, also while the folder is being emptied.
    const empty = () => rmSync(folder, { recursive: true, maxRetries: 100, retryDelay: 1 });
    for (const remove of [empty, () => renameSync(folder, `${folder}-away`)]) {
      tried += 1;
      remove();
      expect(await client.call('ping')).toEqual({ type: 'pong' });
      expect((await home.whis('status')).code).toBe(6);
      mkdirSync(folder, 0o755);
      expect((await home.whis('status')).code).toBe(6);
      expect(await client.call('ping')).toEqual({ type: 'pong' });
      expect(existsSync(home.socket)).toBe(false);
      chmodSync(folder, 0o700);
      await expect.poll(() => existsSync(home.socket)).toBe(true);
      expect((await home.whis('ping')).code).toBe(0);
      survived += 1;
    }
    empty();
    expect(await client.call('ping')).toEqual({ type: 'pong' });
    expect(await daemon.end()).toBe(0);
    await client.close();
  });
});

/** Runs whis in a mount namespace of its own, after the shell command `mount`. */
function namespace(mount: string, ...args: string[]): Promise<Said> {
  return apart({ ...home.env }, mount, args);
}

/** Runs whis where this home's folder is /tmp, without XDG_RUNTIME_DIR. */
function inTmp(...args: string[]): Promise<Said> {
  const { XDG_RUNTIME_DIR: _, ...env } = home.env;
  const there = Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, value.replace(home.folder, '/tmp')]),
  );
  return apart(there, `${checkoutInTmp()} mount --rbind '${home.folder}' /tmp`, args);
}

/** The shell command that keeps a checkout under /tmp in its place when another folder is mounted there. */
function checkoutInTmp(): string {
  const root = dirname(dist);
  if (!root.startsWith('/tmp/')) return '';
  const place = join(home.folder, root.slice('/tmp/'.length));
  return `mkdir -p '${place}' && mount --bind '${root}' '${place}' &&`;
}

function apart(env: Record<string, string>, mount: string, args: string[]): Promise<Said> {
  const script = `${mount} || exit 9; [ $# -eq 0 ] || exec "$@"`;
  const whis = args.length === 0 ? [] : [process.execPath, cli, ...args];
  const options = isRoot ? ['--mount'] : ['--user', '--map-root-user', '--mount'];
  return new Promise((resolve) => {
    execFile(
      'unshare',
      [...options, 'sh', '-c', script, 'sh', ...whis],
      { env, cwd: '/' },
      (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr }),
    );
  });
}
