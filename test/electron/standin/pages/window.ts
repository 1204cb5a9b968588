import { PreventableEvent } from '../event.ts';
import { asElectron, LoudEmitter } from '../loud.ts';
import { readyBrowser, running } from '../running.ts';
import { WebContents } from './contents.ts';
import { requireIsolation } from './isolation.ts';
import { placePage } from './place.ts';
import { windowEvents } from './window-events.ts';

type Members =
  | 'close'
  | 'destroy'
  | 'focus'
  | 'getBounds'
  | 'hide'
  | 'id'
  | 'isDestroyed'
  | 'isFocused'
  | 'isMinimized'
  | 'isVisible'
  | 'loadURL'
  | 'minimize'
  | 'restore'
  | 'setAlwaysOnTop'
  | 'setBounds'
  | 'setIgnoreMouseEvents'
  | 'setVisibleOnAllWorkspaces'
  | 'show'
  | 'showInactive';

let lastId = 0;

/** A window: its state is kept here, its page is Chromium's. */
export class BrowserWindow
  extends LoudEmitter<typeof windowEvents>
  implements Pick<Electron.BrowserWindow, Members>
{
  readonly id = ++lastId;
  readonly webContents: Electron.WebContents;
  readonly #contents: WebContents;
  readonly #isFocusable: boolean;
  #bounds: Electron.Rectangle;
  #isVisible: boolean;
  #isFocused = false;
  #isMinimized = false;
  #isDestroyed = false;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super(windowEvents);
    const { x = 10, y = 10, width = 800, height = 600, webPreferences = {} } = options;
    requireIsolation(webPreferences);
    const { root } = readyBrowser('BrowserWindow').connection;
    this.#bounds = { x, y, width, height };
    this.#isVisible = options.show ?? true;
    this.#isFocusable = options.focusable ?? true;
    this.#contents = new WebContents({ width, height }, webPreferences, () => this.close());
    this.webContents = asElectron(this.#contents);
    this.#contents.once('did-finish-load', () => this.emit('ready-to-show'));
    running.windows.add(this);
    running.announcements.emit('contents-created', this.webContents);
    root.on('Target.targetDestroyed', ({ targetId }) => {
      if (targetId === this.#contents.targetId) this.#gone();
    });
    root.on('Target.targetCrashed', (crash) => {
      if (crash.targetId === this.#contents.targetId) this.#contents.crashed(crash);
    });
    this.#place();
    if (this.#isVisible) queueMicrotask(() => this.focus());
  }

  static getAllWindows(): Electron.BrowserWindow[] {
    return Array.from(running.windows, (window) => asElectron(window));
  }

  static fromWebContents(contents: Electron.WebContents): Electron.BrowserWindow | null {
    const found = [...running.windows].find(({ webContents }) => webContents === contents);
    return found ? asElectron(found) : null;
  }

  loadURL(url: string): Promise<void> {
    return this.#contents.loadURL(url);
  }

  show(): void {
    this.showInactive();
    this.focus();
  }

  showInactive(): void {
    this.#requireAlive();
    if (this.#isVisible) return;
    this.#isVisible = true;
    this.#place();
    this.emit('show');
  }

  hide(): void {
    this.#requireAlive();
    if (!this.#isVisible) return;
    this.#isVisible = false;
    this.#place();
    this.#setFocus(false);
    this.emit('hide');
  }

  focus(): void {
    this.#requireAlive();
    if (this.#isVisible && this.#isFocusable) this.#setFocus(true);
  }

  minimize(): void {
    this.#isMinimized = true;
    this.#place();
    this.#setFocus(false);
    this.emit('minimize');
  }

  restore(): void {
    this.#isMinimized = false;
    this.#place();
    this.emit('restore');
  }

  isVisible(): boolean {
    this.#requireAlive();
    return this.#isVisible;
  }

  isFocused(): boolean {
    this.#requireAlive();
    return this.#isFocused;
  }

  isMinimized(): boolean {
    return this.#isMinimized;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  getBounds(): Electron.Rectangle {
    return { ...this.#bounds };
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    const was = this.#bounds;
    this.#bounds = { ...was, ...bounds };
    const { x, y, width, height } = this.#bounds;
    this.#place();
    if (x !== was.x || y !== was.y) this.emit('move');
    if (width !== was.width || height !== was.height) this.emit('resize');
  }

  /** No window here stands before another. */
  setAlwaysOnTop(_isOnTop: boolean, _level?: string): void {}

  setVisibleOnAllWorkspaces(_isVisible: boolean): void {}

  setIgnoreMouseEvents(_isIgnored: boolean): void {}

  close(): void {
    this.#requireAlive();
    void this.closePolitely();
  }

  destroy(): void {
    if (!this.#isDestroyed) void this.#closePage();
  }

  /** Asks the listeners of `close` first; false when one refuses. */
  async closePolitely(): Promise<boolean> {
    if (this.#isDestroyed) return true;
    const event = new PreventableEvent();
    this.emit('close', event);
    if (!event.defaultPrevented) await this.#closePage();
    return !event.defaultPrevented;
  }

  async #closePage(): Promise<void> {
    const page = await this.#contents.ready.catch(() => null);
    if (!page) {
      this.#gone();
      return;
    }
    const closed = new Promise<void>((resolve) => this.once('closed', resolve));
    const { targetId } = page;
    readyBrowser('close').connection.root.tell('Target.closeTarget', { targetId });
    await closed;
  }

  #gone(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    running.windows.delete(this);
    this.#contents.destroyed();
    this.emit('closed');
    if (running.windows.size === 0) running.announcements.emit('last-window-closed');
  }

  #setFocus(isFocused: boolean): void {
    if (this.#isFocused === isFocused) return;
    if (isFocused) for (const window of running.windows) window.#setFocus(false);
    this.#isFocused = isFocused;
    this.emit(isFocused ? 'focus' : 'blur');
  }

  #place(): void {
    const isShown = this.#isVisible && !this.#isMinimized;
    this.#contents.onceReady((page) => placePage(page, this.#bounds, isShown));
  }

  #requireAlive(): void {
    if (this.#isDestroyed) throw new TypeError('Object has been destroyed');
  }
}
