import { BrowserWindow, screen } from 'electron';

import { origin } from './scheme.ts';
import { safePreferences, type PageMeans } from './window.ts';

const size = { width: 340, height: 64 };
const marginPx = 48;

/**
 * The small window that says that it records. It never takes the focus: somebody is writing. Its page
 * plays the sounds, too.
 */
export class Overlay {
  readonly #means: PageMeans;
  #window: BrowserWindow | null = null;
  #loaded: Promise<void> = Promise.resolve();
  #isWanted = false;

  constructor(means: PageMeans) {
    this.#means = means;
  }

  /** Makes its page, and does not show it. Resolves when it is there. */
  async warmUp(): Promise<void> {
    this.#window ??= this.#make();
    await this.#loaded;
  }

  /** Shows it on the screen on which the person works. */
  async show(): Promise<void> {
    this.#isWanted = true;
    await this.warmUp();
    // What it was to tell of may be over.
    if (!this.#isWanted || !this.#window) return;
    const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    this.#window.setBounds({
      x: Math.round(workArea.x + (workArea.width - size.width) / 2),
      y: workArea.y + workArea.height - size.height - marginPx,
      ...size,
    });
    this.#window.showInactive();
  }

  hide(): void {
    this.#isWanted = false;
    this.#window?.hide();
  }

  close(): void {
    this.#isWanted = false;
    this.#window?.destroy();
  }

  #make(): BrowserWindow {
    const { preload, admit, failed } = this.#means;
    const window = new BrowserWindow({
      ...size,
      show: false,
      frame: false,
      transparent: true,
      resizable: false,
      movable: false,
      minimizable: false,
      maximizable: false,
      fullscreenable: false,
      skipTaskbar: true,
      hasShadow: false,
      focusable: false,
      alwaysOnTop: true,
      title: 'whis records',
      webPreferences: safePreferences(preload),
    });
    window.setAlwaysOnTop(true, 'screen-saver');
    window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true });
    admit(window);
    window.on('closed', () => {
      this.#window = null;
    });
    // The next recording makes a new one.
    window.webContents.on('render-process-gone', () => window.destroy());
    this.#loaded = window
      .loadURL(`${origin}/overlay.html`)
      .catch((thrown: unknown) => failed(`the overlay’s page did not load: ${String(thrown)}`));
    return window;
  }
}
