import { takes } from './loud.ts';

/** What `app` emits; `activate` and `child-process-gone` only when a test does. */
export const appEvents = {
  activate: takes<[event: Electron.Event, hasVisibleWindows: boolean]>(),
  'before-quit': takes<[event: Electron.Event]>(),
  'child-process-gone': takes<[event: Electron.Event, details: Electron.Details]>(),
  quit: takes<[event: Electron.Event, exitCode: number]>(),
  ready: takes<[event: Electron.Event, launchInfo: Record<string, unknown>]>(),
  'second-instance':
    takes<[event: Electron.Event, argv: string[], workingDirectory: string, data: unknown]>(),
  'web-contents-created': takes<[event: Electron.Event, contents: Electron.WebContents]>(),
  'will-quit': takes<[event: Electron.Event]>(),
  'window-all-closed': takes<[]>(),
};
