import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
  mkdirSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

import { Home } from '../fixtures/home.ts';

const homes: Home[] = [];
afterEach(async () => {
  for (const home of homes.splice(0)) await home.close();
});

async function makeHome(): Promise<Home> {
  const home = await Home.make();
  homes.push(home);
  return home;
}

function allFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
}

describe('whis listen', () => {
  it('opens a socket for its owner alone, and a pid file beside it', async () => {
    const home = await makeHome();
    const daemon = await home.listen();
    const socket = lstatSync(home.socket);
    expect(socket.isSocket()).toBe(true);
    expect(socket.mode & 0o777).toBe(0o600);
    expect(readFileSync(home.pidFile, 'utf8')).toBe(`${daemon.pid}\n`);
    expect(readdirSync(join(home.folder, 'run')).sort()).toEqual(['whis.pid', 'whis.sock']);
    const client = await daemon.connect();
    expect(await client.call('status')).toMatchObject({
      type: 'status',
      state: 'idle',
      pid: daemon.pid,
      host: 'headless',
    });
    await client.close();
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends at %s, leaves nothing behind and exits 0',
    async (signal) => {
      const home = await makeHome();
      const daemon = await home.listen();
      expect(await daemon.end(signal)).toBe(0);
      expect(readdirSync(join(home.folder, 'run'))).toEqual([]);
      expect(daemon.printed).toContain(`ending: ${signal}`);
    },
  );

  it('touches nothing but its four folders, and closes them and its files to others', async () => {
    const home = await makeHome();
    const daemon = await home.listen();
    await daemon.end();
    expect(readdirSync(home.folder).sort()).toEqual(['config', 'data', 'run', 'state']);
    for (const name of allFiles(home.folder)) {
      const { mode } = statSync(join(home.folder, name));
      expect(`${name} ${(mode & 0o077).toString(8)}`).toBe(`${name} 0`);
    }
  });

  it('lets a second daemon exit 7, naming the first', async () => {
    const home = await makeHome();
    const daemon = await home.listen();
    const second = await home.whis('listen', '--hotkey=none');
    expect(second.code).toBe(7);
    expect(second.stderr).toContain(`whis is running already: pid ${daemon.pid} (headless`);
    const elsewhere = await home.whis(
      'listen',
      '--hotkey=none',
      `--socket=${home.folder}/other.sock`,
    );
    expect(elsewhere.code).toBe(7);
    expect(existsSync(home.socket)).toBe(true);
  });

  it('has one owner when two are started at once', async () => {
    const home = await makeHome();
    for (let round = 0; round < 5; round += 1) {
      const [first, second] = [
        home.start('listen', '--hotkey=none'),
        home.start('listen', '--hotkey=none'),
      ];
      const loser = await Promise.race([first.ended, second.ended]);
      const owner = loser === first ? second : first;
      expect(await loser.code).toBe(7);
      await owner.prints('whis toggle. End');
      expect(loser.printed).toContain(`pid ${owner.pid}`);
      expect(await owner.end()).toBe(0);
    }
  });

  it('takes the place of a daemon that was killed', async () => {
    const home = await makeHome();
    const dead = await home.listen();
    await dead.end('SIGKILL');
    expect(existsSync(home.socket)).toBe(true);
    const daemon = await home.listen();
    expect(readFileSync(home.pidFile, 'utf8')).toBe(`${daemon.pid}\n`);
  });

  it.each([
    ['a file', (path: string) => writeFileSync(path, 'precious')],
    ['a directory', (path: string) => mkdirSync(path)],
    ['a link', (path: string) => symlinkSync('/nowhere', path)],
  ])('refuses %s at the path of its socket, deletes nothing and exits 6', async (what, put) => {
    const home = await makeHome();
    put(home.socket);
    const before = lstatSync(home.socket).ino;
    const said = await home.whis('listen', '--hotkey=none');
    expect(said.code).toBe(6);
    expect(said.stderr).toContain(what);
    expect(lstatSync(home.socket).ino).toBe(before);
  });

  it('does not take the path of a program that answers there', async () => {
    const home = await makeHome();
    const stranger = createServer();
    await new Promise<void>((resolve) => stranger.listen(home.socket, resolve));
    const said = await home.whis('listen', '--hotkey=none');
    expect(said.code).toBe(7);
    expect(lstatSync(home.socket).isSocket()).toBe(true);
    await new Promise((resolve) => stranger.close(resolve));
  });

  it('publishes its socket again when the path is removed', async () => {
    const home = await makeHome();
    const daemon = await home.listen();
    const client = await daemon.connect();
    unlinkSync(home.socket);
    await expect.poll(() => existsSync(home.socket)).toBe(true);
    expect(lstatSync(home.socket).mode & 0o777).toBe(0o600);
    const another = await daemon.connect();
    expect(await another.call('ping')).toEqual({ type: 'pong' });
    expect(await client.call('ping')).toEqual({ type: 'pong' });
    await client.close();
    await another.close();
    await daemon.end();
    expect(existsSync(home.socket)).toBe(false);
  });

  it('does not remove the socket of a successor', async () => {
    const home = await makeHome();
    const daemon = await home.listen();
    const successor = createServer();
    const elsewhere = join(home.folder, 'other.sock');
    await new Promise<void>((resolve) => successor.listen(elsewhere, resolve));
    renameSync(elsewhere, home.socket);
    const { ino } = lstatSync(home.socket);
    await daemon.end();
    expect(lstatSync(home.socket).ino).toBe(ino);
    await new Promise((resolve) => successor.close(resolve));
  });

  it.each([
    ['--input=/nowhere.wav', '“/nowhere.wav” cannot be read as audio: there is no such file.'],
    ['--input=/etc/passwd', '“/etc/passwd” cannot be read as audio: it is not a WAV file.'],
    ['--hotkey=nothing', 'The shortcut “nothing” has the part “nothing”.'],
  ])('does not begin with %s', async (option, reason) => {
    const said = await (await makeHome()).whis('listen', option);
    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).toContain(reason);
  });

  it('logs why a dictation came to nothing', async () => {
    const home = await makeHome();
    const missing = join(home.folder, 'none.wav');
    await home.listen();
    await home.whis('transcribe', missing);
    const [failed] = JSON.parse((await home.whis('list', '--json')).stdout) as { id: string }[];
    expect((await home.whis('logs', '--level', 'error')).stdout).toMatch(
      new RegExp(` error invalid_audio: whis show ${failed?.id}\n$`),
    );
  });

  it('refuses a runtime folder that is open to others, with the command that closes it', async () => {
    const home = await makeHome();
    const said = await home.with({ XDG_RUNTIME_DIR: '/' }).whis('listen', '--hotkey=none');
    expect(said.code).toBe(6);
    expect(said.stderr).toContain('is open to others');
    const relative = await home.with({ XDG_RUNTIME_DIR: 'run' }).whis('listen', '--hotkey=none');
    expect(relative.code).toBe(6);
    expect(relative.stderr).toContain('not an absolute path');
  });
});
