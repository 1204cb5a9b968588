import type { DesktopSession } from '../session.ts';
import { parseAccelerator, printAccelerator, type Accelerator } from './accelerator.ts';

/** Why a shortcut cannot be listened for here, and what to do instead. */
export interface Obstacle {
  readonly what: string;
  readonly instead: string;
}

/** The shortcut that advice is given for when none is known. */
const exampleAccelerator = parseAccelerator('ctrl+shift+r', { isMac: false });

/** What stands against listening for keys on this desktop; null when nothing is known. */
export function hotkeyObstacle(
  session: DesktopSession,
  accelerator: Accelerator = exampleAccelerator,
): Obstacle | null {
  switch (session.kind) {
    case 'windows':
    case 'macos':
    case 'x11':
      return null;
    case 'wayland':
      // With XWayland the hook would start, and hear keys only while an X program has the focus: a
      // shortcut that works in every second window is worse than one that says what to do.
      return {
        what: 'Wayland lets no program hear keys while another has the focus',
        instead: binding(session.desktop, accelerator),
      };
    case 'none':
      return {
        what: 'no desktop session: DISPLAY is not set',
        instead:
          'Start whis inside the desktop session, or bind the command “whis toggle” to a key where you are, for example in tmux: bind-key r run-shell "whis toggle"',
      };
  }
}

/** Where keys are listened for, for people. */
export function describeHotkeyPlace(session: DesktopSession): string {
  return session.kind === 'x11' ? `uiohook, on the X display ${session.display}` : 'uiohook';
}

/** How the compositor itself is told to run `whis toggle`; `desktop` as XDG_CURRENT_DESKTOP has it. */
function binding(desktop: string, accelerator: Accelerator): string {
  const { modifiers, key } = accelerator;
  if (/\bsway\b/i.test(desktop)) {
    const held = modifiers.map((name) => ({ ...title, super: 'Mod4' })[name]);
    return `Put into ~/.config/sway/config: bindsym ${[...held, key.keysym].join('+')} exec whis toggle`;
  }
  if (/\bhyprland\b/i.test(desktop)) {
    const held = modifiers.join(' ').toUpperCase();
    return `Put into ~/.config/hypr/hyprland.conf: bind = ${held}, ${key.keysym}, exec, whis toggle`;
  }
  return `Bind it in the desktop: Settings → Keyboard → custom shortcut, command “whis toggle”, keys ${printAccelerator(accelerator)}`;
}

const title = { ctrl: 'Ctrl', alt: 'Alt', shift: 'Shift' };
