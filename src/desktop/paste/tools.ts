import type { DesktopSession } from '../session.ts';

/** A program that presses keys for us. */
export interface PasteTool {
  readonly name: string;
  /** What to install where it is missing, for people. */
  readonly comesFrom: string;
  /** Presses the paste key once. */
  readonly paste: readonly string[];
  /** Types what it reads from its standard input; null where it takes the text as an argument. */
  readonly type:
    | ((text: string) => { readonly argv: readonly string[]; readonly input?: string })
    | null;
}

const xdotool: PasteTool = {
  name: 'xdotool',
  comesFrom: 'the package xdotool',
  // Modifiers that are still held from the shortcut would make another key of it.
  paste: ['xdotool', 'key', '--clearmodifiers', 'ctrl+v'],
  type: (text) => ({ argv: ['xdotool', 'type', '--clearmodifiers', '--file', '-'], input: text }),
};

const wtype: PasteTool = {
  name: 'wtype',
  comesFrom: 'the package wtype',
  // A virtual keyboard that has just come needs a moment before its first key counts.
  paste: ['wtype', '-s', '200', '-M', 'ctrl', '-k', 'v', '-m', 'ctrl'],
  type: (text) => ({ argv: ['wtype', '-s', '200', '-'], input: text }),
};

const ydotool: PasteTool = {
  name: 'ydotool',
  comesFrom: 'the package ydotool, whose ydotoold must run',
  // Key codes of linux/input-event-codes.h: 29 is the left Ctrl key, 47 is V.
  paste: ['ydotool', 'key', '29:1', '47:1', '47:0', '29:0'],
  type: (text) => ({ argv: ['ydotool', 'type', '--file', '-'], input: text }),
};

const osascript: PasteTool = {
  name: 'osascript',
  comesFrom: 'macOS itself',
  paste: [
    'osascript',
    '-e',
    'tell application "System Events" to keystroke "v" using command down',
  ],
  type: null,
};

const powershell: PasteTool = {
  name: 'powershell',
  comesFrom: 'Windows itself',
  paste: [
    'powershell.exe',
    '-NoProfile',
    '-NonInteractive',
    '-Command',
    "(New-Object -ComObject WScript.Shell).SendKeys('^v')",
  ],
  type: null,
};

/** The programs that can press keys on a desktop, the best first. */
export function pasteTools(session: DesktopSession): readonly PasteTool[] {
  switch (session.kind) {
    case 'x11':
      return [xdotool];
    case 'wayland':
      return [wtype, ydotool];
    case 'macos':
      return [osascript];
    case 'windows':
      return [powershell];
    case 'none':
      return [];
  }
}
