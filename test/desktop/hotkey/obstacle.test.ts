import { expect, it } from 'vitest';

import { parseAccelerator } from '../../../src/desktop/hotkey/accelerator.ts';
import { hotkeyObstacle } from '../../../src/desktop/hotkey/obstacle.ts';

it.each([[{ kind: 'windows' }], [{ kind: 'macos' }], [{ kind: 'x11', display: ':0' }]] as const)(
  'sees nothing against %o',
  (session) => {
    expect(hotkeyObstacle(session)).toBeNull();
  },
);

it('says how to go on without a desktop', () => {
  expect(hotkeyObstacle({ kind: 'none' })).toMatchObject({
    what: 'no desktop session: DISPLAY is not set',
    instead: expect.stringContaining('whis toggle'),
  });
});

it.each([
  ['sway', 'ctrl+shift+r', 'bindsym Ctrl+Shift+r exec whis toggle'],
  ['sway:wlroots', 'super+;', 'bindsym Mod4+semicolon exec whis toggle'],
  ['Hyprland', 'super+alt+space', 'bind = ALT SUPER, space, exec, whis toggle'],
  ['Hyprland', 'f9', 'bind = , F9, exec, whis toggle'],
  ['ubuntu:GNOME', 'ctrl+shift+r', 'command “whis toggle”, keys ctrl+shift+r'],
  ['', 'ctrl+shift+r', 'Settings → Keyboard → custom shortcut'],
])('gives the line to bind on Wayland with the desktop “%s”', (desktop, accelerator, line) => {
  for (const display of [null, ':0']) {
    const obstacle = hotkeyObstacle(
      { kind: 'wayland', display, desktop },
      parseAccelerator(accelerator, { isMac: false }),
    );
    expect(obstacle?.what).toContain('Wayland');
    expect(obstacle?.instead).toContain(line);
  }
});
