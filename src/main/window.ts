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

/** The main window: made when it is first shown; closing it only hides it. */
export class MainWindow {
  readonly #preload: string;
  readonly #state: AppState;
  readonly #admit: (window: BrowserWindow) => void;
  #window: BrowserWindow | null = null;
  #isQuitting = false;

  constructor({
    preload,
    state,
    admit,
  }: {
    preload: string;
    state: AppState;
    admit: (window: BrowserWindow) => void;
  }) {
    this.#preload = preload;
    this.#state = state;
    this.#admit = admit;
    app.on('before-quit', () => {
      this.#isQuitting = true;
    });
  }

  get hasFocus(): boolean {
    return this.#window?.isFocused() ?? false;
  }

  /** Shows it; resolves when its page is there. */
  async show(): Promise<void> {
    this.#window ??= await this.#make();
    this.#window.show();
    this.#window.focus();
  }

  async #make(): Promise<BrowserWindow> {
    const window = new BrowserWindow({
      ...size,
      ...visible(this.#state.bounds),
      show: false,
      title: 'whis',
      autoHideMenuBar: true,
      backgroundColor: '#00000000',
      webPreferences: safePreferences(this.#preload),
    });
    this.#admit(window);
    window.on('close', (event) => {
      this.#state.bounds = window.getBounds();
      if (this.#isQuitting) return;
      event.preventDefault();
      window.hide();
    });
    window.on('closed', () => {
      this.#window = null;
    });
    // A page that has crashed is loaded again: what it showed lives in the daemon.
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit' && !window.isDestroyed()) window.webContents.reload();
    });
    await window.loadURL(`${origin}/index.html`);
    return window;
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
