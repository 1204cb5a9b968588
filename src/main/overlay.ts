import { BrowserWindow, screen } from 'electron';

import { origin } from './scheme.ts';
import { safePreferences } from './window.ts';

const size = { width: 340, height: 64 };
const marginPx = 48;

/** The small window that says that it records. It never takes the focus: somebody is writing. */
export class Overlay {
  readonly #preload: string;
  readonly #admit: (window: BrowserWindow) => void;
  #window: BrowserWindow | null = null;

  constructor({ preload, admit }: { preload: string; admit: (window: BrowserWindow) => void }) {
    this.#preload = preload;
    this.#admit = admit;
  }

  /** Shows it on the screen on which the person works. */
  async show(): Promise<void> {
    this.#window ??= await this.#make();
    const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    this.#window.setBounds({
      x: Math.round(workArea.x + (workArea.width - size.width) / 2),
      y: workArea.y + workArea.height - size.height - marginPx,
      ...size,
    });
    this.#window.showInactive();
  }

  hide(): void {
    this.#window?.hide();
  }

  close(): void {
    this.#window?.destroy();
  }

  async #make(): Promise<BrowserWindow> {
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
      webPreferences: safePreferences(this.#preload),
    });
    window.setAlwaysOnTop(true, 'screen-saver');
    window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true });
    this.#admit(window);
    window.on('closed', () => {
      this.#window = null;
    });
    await window.loadURL(`${origin}/overlay.html`);
    return window;
  }
}
