import { app, BrowserWindow, screen, type Rectangle } from 'electron';

import type { AppState } from './app-state.ts';
import { origin } from './scheme.ts';

const size = { width: 920, height: 680, minWidth: 420, minHeight: 420 };

/** What every page of ours gets, and no more. */
export function safePreferences(preload: string): Electron.WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
    // A window that is hidden has nothing to animate, but its lists stay up to date.
    backgroundThrottling: true,
  };
}

/** What a window is made with. */
export interface PageMeans {
  readonly preload: string;
  /** Lets the window's page in. */
  readonly admit: (window: BrowserWindow) => void;
  /** Something went wrong that nobody waits for. */
  readonly failed: (what: string) => void;
}

/** A page that crashes again this soon after it was loaded again is given up. */
const steadyMs = 10_000;

/** The main window: made when it is first shown; closing it only hides it. */
export class MainWindow {
  readonly #means: PageMeans & { readonly state: AppState };
  #window: BrowserWindow | null = null;
  #loaded: Promise<void> = Promise.resolve();
  #crashedAt = -Infinity;
  #isQuitting = false;

  constructor(means: PageMeans & { readonly state: AppState }) {
    this.#means = means;
    app.on('before-quit', () => {
      this.#isQuitting = true;
    });
  }

  get hasFocus(): boolean {
    return this.#window?.isFocused() ?? false;
  }

  /** Shows it; resolves when its page is there. */
  async show(): Promise<void> {
    const window = (this.#window ??= this.#make());
    await this.#loaded;
    if (window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  #make(): BrowserWindow {
    const { preload, state, admit, failed } = this.#means;
    const window = new BrowserWindow({
      ...size,
      ...visible(state.bounds),
      show: false,
      title: 'whis',
      autoHideMenuBar: true,
      backgroundColor: '#00000000',
      webPreferences: safePreferences(preload),
    });
    admit(window);
    window.on('close', (event) => {
      state.bounds = window.getBounds();
      if (this.#isQuitting) return;
      event.preventDefault();
      window.hide();
    });
    window.on('closed', () => {
      this.#window = null;
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit' || window.isDestroyed()) return;
      failed(`the window’s page has gone: ${reason}`);
      this.#reload(window);
    });
    this.#loaded = window
      .loadURL(`${origin}/index.html`)
      .catch((thrown: unknown) => failed(`the window’s page did not load: ${String(thrown)}`));
    return window;
  }

  /** A page that has crashed is loaded again: what it showed lives in the daemon. */
  #reload(window: BrowserWindow): void {
    const now = performance.now();
    const crashesAgain = now - this.#crashedAt < steadyMs;
    this.#crashedAt = now;
    // Whoever opens the window next gets a new one.
    if (crashesAgain) window.destroy();
    else window.webContents.reload();
  }
}

/** The remembered place, if a screen is still there. */
function visible(bounds: AppState['bounds']): Partial<Rectangle> {
  if (bounds === null) return {};
  const { workArea } = screen.getDisplayNearestPoint(bounds);
  const isThere =
    bounds.x < workArea.x + workArea.width &&
    bounds.x + bounds.width > workArea.x &&
    bounds.y < workArea.y + workArea.height &&
    bounds.y >= workArea.y;
  return isThere ? bounds : { width: bounds.width, height: bounds.height };
}
