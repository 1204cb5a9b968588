import { chmod, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { build } from '../fixtures/built.ts';
import { Home } from '../fixtures/home.ts';

let home: Home;

beforeAll(build);
beforeEach(async () => {
  home = await Home.make({ WHIS_NO_SPAWN: '1' });
});
afterEach(() => home.close());

const needsDaemon = [
  ['toggle'],
  ['start'],
  ['done'],
  ['cancel'],
  ['undo'],
  ['pause'],
  ['resume'],
  ['dictate'],
  ['transcribe', 'a.wav'],
  ['copy'],
  ['retry'],
  ['delete', 'last'],
  ['ping'],
  ['raw', 'PING'],
  ['watch'],
  ['attach'],
  ['reload'],
];

describe('without a daemon', () => {
  it.each(needsDaemon)('%s exits with 3 and says how to start one', async (...argv) => {
    const said = await home.whis(...argv);
    expect(said).toMatchObject({ code: 3, stdout: '' });
    expect(said.stderr).toBe(
      `whis: No daemon is running (nothing answers at ${home.socket}). Start one: whis listen\n`,
    );
  });

  it.each(needsDaemon)('%s --json says it as JSON too', async (...argv) => {
    const said = await home.whis(...argv, '--json');
    expect(JSON.parse(said.stdout)).toMatchObject({ type: 'error', code: 'not_running' });
    expect(said.code).toBe(3);
  });

  it('status says so on standard output, how to start it, and exits with 3', async () => {
    expect(await home.whis('status')).toEqual({
      code: 3,
      stdout: 'not running — start it: whis listen\n',
      stderr: '',
    });
    const json = await home.whis('--json', 'status');
    expect(json.code).toBe(3);
    expect(JSON.parse(json.stdout)).toEqual({
      type: 'status',
      state: 'not_running',
      socket: home.socket,
    });
  });

  it('status has a word for it in every form', async () => {
    const format = await home.whis('status', '--format', '{state}|{elapsed}');
    expect(format).toMatchObject({ code: 3, stdout: 'not_running|\n' });
    const waybar = await home.whis('status', '--waybar', '--follow');
    expect(JSON.parse(waybar.stdout)).toMatchObject({ class: 'not_running' });
  });

  it('stop says that there is nothing to stop and exits with 0', async () => {
    expect(await home.whis('stop')).toEqual({
      code: 0,
      stdout: 'nothing to stop: no daemon is running\n',
      stderr: '',
    });
    const json = await home.whis('stop', '--json');
    expect(JSON.parse(json.stdout)).toEqual({ type: 'ok', state: 'not_running' });
  });

  it('socket and config path need none', async () => {
    expect(await home.whis('socket')).toMatchObject({ code: 0, stdout: `${home.socket}\n` });
    const path = await home.whis('config', 'path');
    expect(path).toMatchObject({ code: 0, stdout: `${home.paths.settings}\n` });
  });

  it('leaves nothing behind in any folder', async () => {
    await home.whis('status');
    await home.whis('toggle');
    await home.whis('stop');
    const found = await readdir(home.folder, { recursive: true });
    expect(found.sort()).toEqual(['config', 'data', 'run', 'state']);
  });

  it('leaves a file at the place of the socket alone', async () => {
    await writeFile(home.socket, 'mine');
    expect(await home.whis('ping')).toMatchObject({ code: 3, stdout: '' });
    await home.whis('status');
    expect(await readdir(join(home.folder, 'run'))).toEqual(['whis.sock']);
  });
});

describe('the place of the socket', () => {
  it('comes from --socket, then WHIS_SOCKET, then the settings', async () => {
    await home.settings({ socket_path: '/tmp/from-settings.sock' });
    const from = async (...argv: string[]) => (await home.whis('socket', ...argv)).stdout.trim();
    expect(await from()).toBe('/tmp/from-settings.sock');
    const other = home.with({ WHIS_SOCKET: '/tmp/from-env.sock' });
    expect((await other.whis('socket')).stdout).toBe('/tmp/from-env.sock\n');
    expect((await other.whis('socket', '--socket', '/tmp/flag.sock')).stdout).toBe(
      '/tmp/flag.sock\n',
    );
    const json = await home.whis('socket', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ socket: '/tmp/from-settings.sock' });
  });

  it('is found in spite of a broken settings file', async () => {
    await mkdir(join(home.folder, 'config/whis'));
    for (const text of ['{', '[]', 'null', '{"socket_path":7}']) {
      await writeFile(home.paths.settings, text);
      expect((await home.whis('socket')).stdout).toBe(`${home.socket}\n`);
    }
  });

  it('is refused in a runtime directory that is open to others, with the command that mends it', async () => {
    const run = join(home.folder, 'run');
    await chmod(run, 0o777);
    for (const verb of ['status', 'toggle', 'stop', 'ping', 'list']) {
      const said = await home.whis(verb);
      expect(said).toMatchObject({ code: 6, stdout: '' });
      expect(said.stderr).toContain(`Close it: chmod 700 '${run}'`);
    }
  });

  it('is refused where XDG_RUNTIME_DIR is relative, missing or a link', async () => {
    const relative = await home.with({ XDG_RUNTIME_DIR: 'run' }).whis('status');
    expect(relative.code).toBe(6);
    expect(relative.stderr).toContain('not an absolute path');
    await rm(join(home.folder, 'run'), { recursive: true });
    const missing = await home.whis('status');
    expect(missing.code).toBe(6);
    expect(missing.stderr).toContain(`mkdir -m 700 -p '${join(home.folder, 'run')}'`);
    await symlink(join(home.folder, 'data'), join(home.folder, 'run'));
    const link = await home.whis('status');
    expect(link.code).toBe(6);
    expect(link.stderr).toContain('is a link');
  });

  it('is refused with its byte count when its path is too long', async () => {
    const said = await home.whis('status', '--socket', `/tmp/${'ü'.repeat(50)}.sock`);
    expect(said.code).toBe(6);
    expect(said.stderr).toContain('110 bytes, 103 is the most');
  });
});

describe('usage', () => {
  it('exits with 2 and names the nearest verb or option', async () => {
    const verb = await home.whis('toogle');
    expect(verb).toMatchObject({ code: 2, stdout: '' });
    expect(verb.stderr).toContain('Did you mean “toggle”?');
    const option = await home.whis('status', '--jsno');
    expect(option).toMatchObject({ code: 2, stdout: '' });
    expect(option.stderr).toContain('Did you mean “--json”?');
    const json = await home.whis('toogle', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ type: 'error', code: 'usage' });
  });

  it('prints what was mistyped harmlessly', async () => {
    const said = await home.whis('\u001b[31mred');
    expect(said.stderr).toContain('“\\x1b[31mred”');
    expect(said.stderr).not.toContain('\u001b');
  });
});
