import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Daemon, Home } from '../fixtures/home.ts';

let home: Home;
beforeEach(async () => {
  home = await Home.make();
});
afterEach(() => home.close());

const unit = () => join(home.folder, 'config', 'systemd', 'user', 'whis.service');
const link = (target: string) =>
  join(home.folder, 'config', 'systemd', 'user', `${target}.target.wants`, 'whis.service');
const entry = () => join(home.folder, 'config', 'autostart', 'whis.desktop');
const files = () =>
  readdirSync(join(home.folder, 'config'), { recursive: true, withFileTypes: true }).filter(
    (one) => !one.isDirectory(),
  );

/** A systemctl that keeps a list of what it was asked; `says` decides on its exit code. */
async function systemctl(says: string): Promise<{ asked: () => string[] }> {
  const path = await home.program('systemctl', `#!/bin/sh\necho "$*" >> "$0.log"\n${says}\n`);
  home.env['PATH'] = `${home.folder}:${process.env['PATH']}`;
  return {
    asked: () =>
      existsSync(`${path}.log`) ? readFileSync(`${path}.log`, 'utf8').trim().split('\n') : [],
  };
}

/** Everything works, and a desktop of systemd's runs or not; enabling makes the link. */
const working = (isGraphical: boolean) => `
case "$*" in
  *is-active*) exit ${isGraphical ? 0 : 3} ;;
  *reenable*)
    folder="$XDG_CONFIG_HOME/systemd/user"
    rm -f "$folder"/*.wants/whis.service
    wants="$folder/$(sed -n 's/^WantedBy=//p' "$folder/whis.service").wants"
    mkdir -p "$wants" && ln -s "$folder/whis.service" "$wants/whis.service" ;;
esac`;

describe('whis autostart', () => {
  it('has systemd start the daemon with the desktop, twice as well as once, and leaves nothing', async () => {
    const { asked } = await systemctl(working(true));
    home.env['DISPLAY'] = ':77';
    for (let time = 1; time <= 2; time += 1) {
      const on = await home.whis('autostart', 'on');
      expect(on).toEqual({
        code: 0,
        stdout: `on: the daemon is started at login by a systemd unit (${unit()})\n`,
        stderr: '',
      });
    }
    expect(asked().slice(-3)).toEqual([
      '--user daemon-reload',
      '--user reenable whis.service',
      '--user start whis.service',
    ]);
    const text = readFileSync(unit(), 'utf8');
    expect(text).toContain(`ExecStart="${process.execPath}" "`);
    expect(text).toContain('/dist/cli/whis.cjs" "listen"\n');
    expect(text).toContain(`Environment="XDG_DATA_HOME=${home.folder}/data"\n`);
    expect(text).toContain('PartOf=graphical-session.target\n');
    expect((await home.whis('autostart', 'status')).stdout).toMatch(/^on: /);
    const off = await home.whis('autostart', 'off');
    expect(off.stdout).toBe('off: the daemon is not started at login\n');
    expect(off.stderr).toContain('whis stop');
    expect(files()).toEqual([]);
    expect(await home.whis('autostart', 'off')).toMatchObject({ code: 0, stderr: '' });
  });

  it('follows when the desktop is one that systemd does not know, and back', async () => {
    await systemctl(working(false));
    await home.whis('autostart', 'on');
    expect(readlinkSync(link('default'))).toBe(unit());
    const inDesktop = home.with({ DISPLAY: ':77' });
    const on = await inDesktop.whis('autostart', 'on', '--json');
    expect(JSON.parse(on.stdout)).toEqual({
      type: 'autostart',
      on: true,
      kind: 'desktop_entry',
      place: entry(),
      problem: null,
      note: 'It starts with the next login; now: whis listen --detach',
    });
    expect(files().map(({ name }) => name)).toEqual(['whis.desktop']);
    await home.whis('autostart', 'on');
    expect(
      files()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['whis.service', 'whis.service']);
  });

  it('links the unit by hand where systemd does not answer, and says so', async () => {
    await systemctl('echo "Failed to connect to bus" >&2; exit 1');
    const on = await home.whis('autostart', 'on', '--socket=/run/a b.sock');
    expect(on.code).toBe(0);
    expect(on.stderr).toContain(`linked by hand (${link('default')})`);
    expect(readlinkSync(link('default'))).toBe(unit());
    expect(readFileSync(unit(), 'utf8')).toContain('"listen" "--socket=/run/a b.sock"');
    await home.whis('autostart', 'off');
    expect(files()).toEqual([]);
  });

  it('uses the autostart folder of the desktop where there is no systemd', async () => {
    const folder = join(home.folder, 'empty');
    home.env['PATH'] = folder;
    const on = await home.whis('autostart', 'on');
    expect(on.stdout).toBe(
      `on: the daemon is started at login by the desktop's autostart (${entry()})\n`,
    );
    expect(readFileSync(entry(), 'utf8')).toContain(`Exec="env" "PATH=${folder}" "XDG_CONFIG`);
    await home.whis('autostart', 'off');
    expect(files()).toEqual([]);
  });

  it('tells when what it starts is not there any more', async () => {
    home.env['PATH'] = join(home.folder, 'empty');
    await home.whis('autostart', 'on');
    const moved = readFileSync(entry(), 'utf8').replace(process.execPath, '/gone/node');
    await home.program('moved', moved);
    renameSync(join(home.folder, 'moved'), entry());
    const status = await home.whis('autostart', 'status');
    expect(status.code).toBe(1);
    expect(status.stderr).toBe(
      'whis: /gone/node is not there (any more). Write it anew: whis autostart on\n',
    );
    expect((await home.whis('autostart', 'on')).code).toBe(0);
    expect((await home.whis('autostart', 'status')).code).toBe(0);
  });

  it('starts a daemon that answers, by the very words of the desktop entry', async () => {
    home.env['PATH'] = `${home.folder}/empty`;
    await home.whis('autostart', 'on');
    const exec = /^Exec=(.*)$/m.exec(readFileSync(entry(), 'utf8'))?.[1] ?? '';
    const env = { ...home.env, PATH: process.env['PATH'] };
    const daemon = new Daemon(
      spawn('sh', ['-c', `exec ${exec} --hotkey=none`], { env, cwd: '/' }),
      home.socket,
    );
    await daemon.prints('whis toggle. End');
    expect((await home.whis('status')).code).toBe(0);
    expect(await daemon.end()).toBe(0);
  });

  it('says what can be done when the word is another', async () => {
    const said = await home.whis('autostart', 'of');
    expect(said).toMatchObject({ code: 2, stdout: '' });
    expect(said.stderr).toContain('takes on, off, status');
  });
});
