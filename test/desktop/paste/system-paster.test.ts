import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openPrograms } from '../../../src/daemon/programs.ts';
import { SystemPaster } from '../../../src/desktop/paste/system-paster.ts';
import type { DesktopSession } from '../../../src/desktop/session.ts';

const x11: DesktopSession = { kind: 'x11', display: ':0' };
const sway: DesktopSession = { kind: 'wayland', display: null, desktop: 'sway' };
const gnome: DesktopSession = { kind: 'wayland', display: ':0', desktop: 'ubuntu:GNOME' };
const mac: DesktopSession = { kind: 'macos' };
const windows: DesktopSession = { kind: 'windows' };

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whis-paste-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Puts a program on PATH that notes how it was called, does what the script says, and succeeds. */
function install(name: string, script = ''): void {
  const note = `printf '%s\\n' "$*" >>'${folder}/${name}.log'`;
  writeFileSync(join(folder, name), `#!/bin/sh\n${note}\n${script}\n`, { mode: 0o755 });
}

function calls(name: string): string {
  return readFileSync(join(folder, `${name}.log`), 'utf8');
}

function paster(session: DesktopSession, hasOurFocus = false): SystemPaster {
  const programs = openPrograms({ env: { PATH: folder }, platform: 'linux' });
  return new SystemPaster(session, programs, () => hasOurFocus);
}

describe('SystemPaster', () => {
  it.each([
    [x11, 'xdotool', 'ctrl+v', 'key --clearmodifiers ctrl+v'],
    [x11, 'xdotool', 'shift+insert', 'key --clearmodifiers shift+Insert'],
    [sway, 'wtype', 'ctrl+v', '-s 200 -M ctrl -k v -m ctrl'],
    [sway, 'wtype', 'ctrl+shift+v', '-s 200 -M ctrl -M shift -k v -m shift -m ctrl'],
    [gnome, 'ydotool', 'ctrl+v', 'key 29:1 47:1 47:0 29:0'],
    [gnome, 'ydotool', 'shift+insert', 'key 42:1 110:1 110:0 42:0'],
    [mac, 'osascript', 'ctrl+shift+v', '-e tell application "System Events" to keystroke "v"'],
    [windows, 'powershell', 'ctrl+shift+v', "WScript.Shell).SendKeys('^+v')"],
  ] as const)('on %o has %s press %s, once', async (session, tool, key, called) => {
    install(tool);
    expect(paster(session).name).toBe(tool);
    expect(await paster(session).paste(key)).toBeNull();
    expect(calls(tool)).toContain(called);
    expect(calls(tool).match(/\n/g)).toHaveLength(1);
  });

  it('takes the next tool when one refuses', async () => {
    install('wtype', 'echo "Compositor does not support it" >&2; exit 1');
    install('ydotool');
    expect(await paster(sway).paste('ctrl+v')).toBeNull();
    expect(calls('ydotool')).toBe('key 29:1 47:1 47:0 29:0\n');
  });

  it('says what each tool said when all refuse, and where the text is', async () => {
    install('wtype', 'echo "no keyboard" >&2; exit 1');
    install('ydotool', 'echo "no daemon" >&2; exit 2');
    await expect(paster(sway).paste('ctrl+v')).rejects.toMatchObject({
      code: 'delivery_failed',
      message: expect.stringMatching(
        /^wtype could not press the keys: .*no keyboard.* ydotool could not press the keys: .*no daemon.* The text is on the clipboard: paste it by hand\.$/s,
      ),
    });
  });

  it('never lets a second tool press what the first may have pressed', async () => {
    install('wtype', 'kill -STOP $$');
    install('ydotool');
    await expect(paster(sway).paste('ctrl+v')).rejects.toMatchObject({
      code: 'delivery_failed',
      message: expect.stringContaining('did not end within 5 s'),
    });
    expect(() => calls('ydotool')).toThrow('ENOENT');
  });

  it('presses nothing more when that is called off', async () => {
    install('wtype', 'kill -STOP $$');
    install('ydotool');
    const late = new AbortController();
    const pasting = paster(sway).paste('ctrl+v', late.signal);
    await expect.poll(() => existsSync(join(folder, 'wtype.log'))).toBe(true);
    late.abort(new Error('too late'));
    await expect(pasting).rejects.toThrow('too late');
    expect(() => calls('ydotool')).toThrow('ENOENT');
  });

  it('types what it is given, to the byte', async () => {
    install('xdotool', `exec /bin/cat >'${folder}/typed'`);
    expect(await paster(x11).type('-h “Grüße”\n\\n')).toBeNull();
    expect(readFileSync(join(folder, 'typed'), 'utf8')).toBe('-h “Grüße”\n\\n');
  });

  it.each([
    [mac, 'osascript'],
    [windows, 'powershell'],
    [gnome, 'ydotool'],
  ] as const)('on %o has %s type nothing, and says what to do', async (session, tool) => {
    install(tool);
    await expect(paster(session).type('a')).rejects.toMatchObject({
      code: 'delivery_failed',
      message: `${tool} cannot type: whis config set output '["paste"]'. The text is kept: whis copy`,
    });
  });

  it('presses nothing into a window of whis', async () => {
    install('xdotool');
    const ours = paster(x11, true);
    for (const pressing of [() => ours.paste('ctrl+v'), () => ours.type('a')])
      await expect(pressing()).rejects.toMatchObject({
        code: 'delivery_failed',
        message: expect.stringMatching(/^A window of whis has the focus/),
      });
    expect(() => calls('xdotool')).toThrow('ENOENT');
  });

  it.each<[DesktopSession, RegExp]>([
    [x11, /^Nothing here can press keys\. What could: the package xdotool\. The text is on/],
    [sway, /the package wtype, or ydotool 1\.0 or newer, whose ydotoold must run\./],
    [{ kind: 'none' }, /^There is no desktop session to press keys in\./],
  ])('on %o without a tool says what is missing', async (session, message) => {
    const none = paster(session);
    expect(none.name).toBe('none');
    await expect(none.paste('ctrl+v')).rejects.toMatchObject({
      code: 'delivery_failed',
      message: expect.stringMatching(message),
    });
    expect(none.check()).toEqual({
      name: 'paste',
      ok: false,
      found: expect.any(String) as unknown,
      fix: expect.any(String) as unknown,
    });
  });

  it('tells the doctor its tool', () => {
    install('xdotool');
    expect(paster(x11).check()).toEqual({ name: 'paste', ok: true, found: 'xdotool', fix: null });
  });
});
