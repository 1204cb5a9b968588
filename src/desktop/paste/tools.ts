import type { PasteKey } from '../../protocol/settings.ts';
import type { DesktopSession } from '../session.ts';

/** A program that presses keys for us. */
export interface PasteTool {
  readonly name: string;
  /** What to install where it is missing, for people. */
  readonly comesFrom: string;
  /** Program and arguments that press a key once. */
  readonly paste: (key: PasteKey) => readonly string[];
  /** Program and arguments that type what they read from standard input; null: it cannot. */
  readonly type: readonly string[] | null;
}

const xdotool: PasteTool = {
  name: 'xdotool',
  comesFrom: 'the package xdotool',
  // Modifiers that are still held from the shortcut would make another key of it.
  paste: (key) => ['xdotool', 'key', '--clearmodifiers', key.replace('insert', 'Insert')],
  type: ['xdotool', 'type', '--clearmodifiers', '--file', '-'],
};

// Its keyboard is one of its own: what is held on another one does not matter.
const wtype: PasteTool = {
  name: 'wtype',
  comesFrom: 'the package wtype',
  paste: (key) => [...wtypeSoon, ...wtypeKeys[key]],
  type: ['wtype', '-s', '200', '-'],
};

/** A virtual keyboard that has just come needs a moment before its first key counts. */
const wtypeSoon = ['wtype', '-s', '200'];

const wtypeKeys: Readonly<Record<PasteKey, readonly string[]>> = {
  'ctrl+v': ['-M', 'ctrl', '-k', 'v', '-m', 'ctrl'],
  'ctrl+shift+v': ['-M', 'ctrl', '-M', 'shift', '-k', 'v', '-m', 'shift', '-m', 'ctrl'],
  'shift+insert': ['-M', 'shift', '-k', 'Insert', '-m', 'shift'],
};

const ydotool: PasteTool = {
  name: 'ydotool',
  comesFrom: 'ydotool 1.0 or newer, whose ydotoold must run',
  paste: (key) => ['ydotool', 'key', ...ydotoolKeys[key]],
  // It leaves out what is not on a US keyboard, and says nothing of it.
  type: null,
};

/** Codes of linux/input-event-codes.h: 29 is Ctrl, 42 Shift, 47 V and 110 Insert; 1 down, 0 up. */
const ydotoolKeys: Readonly<Record<PasteKey, readonly string[]>> = {
  'ctrl+v': ['29:1', '47:1', '47:0', '29:0'],
  'ctrl+shift+v': ['29:1', '42:1', '47:1', '47:0', '42:0', '29:0'],
  'shift+insert': ['42:1', '110:1', '110:0', '42:0'],
};

const osascript: PasteTool = {
  name: 'osascript',
  comesFrom: 'macOS itself',
  // ⌘V in every program, terminals too.
  paste: () => [
    'osascript',
    '-e',
    'tell application "System Events" to keystroke "v" using command down',
  ],
  type: null,
};

const powershell: PasteTool = {
  name: 'powershell',
  comesFrom: 'Windows itself',
  paste: (key) => [
    'powershell',
    '-NoProfile',
    '-NonInteractive',
    '-Command',
    `(New-Object -ComObject WScript.Shell).SendKeys('${sendKeys[key]}')`,
  ],
  type: null,
};

/** The language of WScript.Shell's SendKeys: ^ is Ctrl, + is Shift. */
const sendKeys: Readonly<Record<PasteKey, string>> = {
  'ctrl+v': '^v',
  'ctrl+shift+v': '^+v',
  'shift+insert': '+{INSERT}',
};

/** The programs that can press keys on a desktop, the best first; none where there is no desktop. */
export function pasteTools(session: DesktopSession): readonly PasteTool[] {
  switch (session.kind) {
    case 'x11':
      return [xdotool];
    case 'wayland':
      // Neither Mutter nor KWin has the protocol that wtype speaks (virtual-keyboard-unstable-v1).
      return /\b(gnome|kde)\b/i.test(session.desktop) ? [ydotool] : [wtype, ydotool];
    case 'macos':
      return [osascript];
    case 'windows':
      return [powershell];
    case 'none':
      return [];
  }
}
