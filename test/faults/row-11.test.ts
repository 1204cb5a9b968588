import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';

import { dist } from '../fixtures/built.ts';
import { counts, report } from '../fixtures/faults.ts';
import { Daemon, Home } from '../fixtures/home.ts';

const cli = join(dist, 'cli/whis.cjs');
const nobody = 65534;
const isRoot = process.getuid?.() === 0;

let home: Home;
afterEach(() => home.close());

/**
 * What the other user runs: connects to everything in a folder, over and over, until its input ends;
 * then it tells how often it tried and what it got hold of. It is started as root, since the folder
 * in which Node is may be closed to others.
 */
const intruder = `
  process.setgroups([]);
  process.setgid(${nobody});
  process.setuid(${nobody});
  const { readdirSync } = require('node:fs');
  const { connect } = require('node:net');
  let tried = 0, denied = 0, connected = 0, isOver = false;
  process.stdin.on('end', () => { isOver = true; }).resume();
  const knock = (path) => new Promise((resolve) => {
    tried += 1;
    const socket = connect(path);
    socket.once('connect', () => { connected += 1; socket.destroy(); resolve(); });
    socket.once('error', ({ code }) => { denied += Number(code === 'EACCES'); resolve(); });
  });
  (async () => {
    console.log('ready');
    while (!isOver) {
      const names = new Set([...readdirSync(process.argv[1]), 'whis.sock']);
      await Promise.all([...names].map((name) => knock(process.argv[1] + '/' + name)));
    }
    console.log(JSON.stringify({ tried, denied, connected }));
  })();
`;

/** Starts whis where files are made open to everyone. */
function listenOpenly(socket: string): Daemon {
  const args = [process.execPath, cli, 'listen', '--hotkey=none', `--socket=${socket}`];
  const child = spawn('sh', ['-c', 'umask 000; exec "$@"', 'sh', ...args], { env: home.env });
  return new Daemon(child, socket);
}

describe('another user', () => {
  it(
    'never gets a connection, not even where umask is 000 and the folder is open',
    { timeout: 15 * 60_000 },
    async ({ skip }) => {
      home = await Home.make();
      skip(!isRoot, 'only root can run a program as another user');
      // The socket's own permissions are all that is in the way.
      const folder = join(home.folder, 'open');
      mkdirSync(folder);
      for (const path of [home.folder, folder]) chmodSync(path, 0o755);
      const socket = join(folder, 'whis.sock');
      const child = spawn(process.execPath, ['-e', intruder, folder], { cwd: '/' });
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      expect((await lines.next()).value).toBe('ready');
      const starts = counts(5, 200);
      for (let round = 0; round < starts; round += 1) {
        const daemon = listenOpenly(socket);
        await daemon.prints('whis toggle. End');
        expect(lstatSync(socket).mode & 0o777).toBe(0o600);
        const client = await daemon.connect();
        expect((await client.call('status')).clients).toBe(1);
        await client.close();
        expect(await daemon.end()).toBe(0);
      }
      const exited = once(child, 'exit');
      child.stdin.end();
      const { value: last } = await lines.next();
      const told = JSON.parse(last ?? '') as Record<string, number>;
      await exited;
      expect(told['connected']).toBe(0);
      expect(told['denied']).toBeGreaterThan(starts);
      const openFiles = readdirSync(home.folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name !== 'open')
        .filter((name) => (lstatSync(join(home.folder, name)).mode & 0o077) !== 0);
      expect(openFiles).toEqual([]);
      report(11, `another user at ${starts} starts`, {
        tried: told['tried'] ?? 0,
        survived: told['tried'] ?? 0,
        lost: told['connected'] ?? 0,
        denied: told['denied'] ?? 0,
      });
    },
  );
});
