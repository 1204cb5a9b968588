import { EventEmitter } from 'node:events';

import type { Browser } from './chromium/browser.ts';
import type { BrowserWindow } from './pages/window.ts';

interface Announcements {
  'contents-created': [contents: Electron.WebContents];
  'last-window-closed': [];
}

/** What the parts of one running app share. */
export const running = {
  /** Set when the app is ready. */
  browser: undefined as Browser | undefined,
  windows: new Set<BrowserWindow>(),
  announcements: new EventEmitter<Announcements>(),
};

/** Chromium, for what Electron allows only after `ready`. Throws before. */
export function readyBrowser(what: string): Browser {
  if (!running.browser) throw new Error(`${what} cannot be used before the app is ready`);
  return running.browser;
}
