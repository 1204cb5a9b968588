import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openPrograms } from '../../src/daemon/programs.ts';
import { openDesktop, type Desktop } from '../../src/desktop/index.ts';

const tools = ['wl-copy', 'wl-paste', 'xclip', 'xsel', 'pbcopy', 'pbpaste', 'powershell.exe'];
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'whis-desktop-'));
  for (const tool of tools) writeFileSync(join(folder, tool), '', { mode: 0o755 });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('openDesktop', () => {
  it.each<[string, Record<string, string>, string]>([
    ['linux', { DISPLAY: ':0' }, 'xclip'],
    ['freebsd', { DISPLAY: ':0' }, 'xclip'],
    ['linux', { WAYLAND_DISPLAY: 'wayland-1' }, 'wl-copy'],
    ['linux', { WAYLAND_DISPLAY: 'wayland-1', DISPLAY: ':0' }, 'wl-copy'],
    ['linux', {}, 'none'],
    ['linux', { DISPLAY: '', WAYLAND_DISPLAY: '' }, 'none'],
    ['darwin', {}, 'pbcopy'],
    ['darwin', { DISPLAY: ':0' }, 'pbcopy'],
    ['win32', {}, 'powershell'],
  ])('on %s with %o has the clipboard of %s', async (platform, env, name) => {
    const { clipboard, checks } = open(platform, { PATH: folder, ...env });
    expect(clipboard.name).toBe(name);
    const check = (await checks()).find((line) => line.name === 'clipboard');
    expect(check).toMatchObject({ ok: name !== 'none' });
  });

  it('falls back to the X clipboard on Wayland without wl-clipboard', () => {
    const other = mkdtempSync(join(tmpdir(), 'whis-desktop-'));
    writeFileSync(join(other, 'xsel'), '', { mode: 0o755 });
    const env = { PATH: other, WAYLAND_DISPLAY: 'wayland-1', DISPLAY: ':0' };
    expect(open('linux', env).clipboard.name).toBe('xsel');
    rmSync(other, { recursive: true });
  });

  it.each<[string, Record<string, string>, boolean, RegExp]>([
    ['linux', { DISPLAY: ':7' }, true, /X display :7/],
    ['linux', {}, false, /DISPLAY is not set/],
    ['linux', { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-1' }, false, /Wayland/],
    ['darwin', {}, true, /uiohook/],
    ['win32', {}, true, /uiohook/],
  ])(
    'on %s with %o tells the doctor whether keys can be heard: %s',
    async (platform, env, ok, found) => {
      const { checks, openHotkey } = open(platform, env);
      const check = (await checks()).find((line) => line.name === 'hotkey');
      expect(check).toMatchObject({ ok, found: expect.stringMatching(found) });
      expect(check?.fix === null).toBe(ok);
      const hotkey = openHotkey({
        pressed() {},
        released() {},
        escaped() {},
        lost() {},
      });
      expect(hotkey.status()).toMatchObject({ accelerator: null, armed: false });
    },
  );

  it('gives the line of the compositor to the doctor', async () => {
    const env = { WAYLAND_DISPLAY: 'wayland-1', XDG_CURRENT_DESKTOP: 'sway' };
    const check = (await open('linux', env).checks()).find((line) => line.name === 'hotkey');
    expect(check?.fix).toContain('bindsym Ctrl+Shift+r exec whis toggle');
  });
});

/** A desktop that may look for programs, and must not start any process of ours. */
function open(platform: string, env: Record<string, string>): Desktop {
  return openDesktop({
    platform,
    env,
    programs: openPrograms({ env, platform }),
    spawnModule() {
      throw new Error('a process was started');
    },
  });
}
