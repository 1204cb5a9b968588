import type { Protocol } from '../chromium/connection.ts';
import { PreventableEvent } from '../event.ts';
import { asElectron, loud, LoudEmitter } from '../loud.ts';
import { makeCodec } from '../worlds/codec.ts';
import { contentsEvents } from './contents-events.ts';
import { Frame } from './frame.ts';
import { Frames } from './frames.ts';
import { Gate } from './gate.ts';
import { answer, receive } from './ipc.ts';
import { Line } from './line.ts';
import { openPage, type Page } from './page.ts';
import { loudSession } from './session.ts';

type Members =
  | 'close'
  | 'executeJavaScript'
  | 'forcefullyCrashRenderer'
  | 'getURL'
  | 'id'
  | 'isCrashed'
  | 'isDestroyed'
  | 'loadURL'
  | 'mainFrame'
  | 'reload'
  | 'send'
  | 'session'
  | 'setWindowOpenHandler';

/** Every page, by its id. */
export const allContents = new Map<number, WebContents>();

const { encode, decode } = makeCodec();
let lastId = 0;

/** What a window shows: a page of Chromium's. */
export class WebContents
  extends LoudEmitter<typeof contentsEvents>
  implements Omit<Pick<Electron.WebContents, Members>, 'mainFrame'>
{
  readonly id = ++lastId;
  readonly session = loudSession;
  readonly mainFrame = new Frame(null);
  /** Resolves when a URL can be loaded. */
  readonly ready: Promise<Page>;
  readonly #closeWindow: () => void;
  readonly #gate = new Gate(this);
  #page: Page | undefined;
  #line: Line | undefined;
  #isCrashed = false;
  #isDestroyed = false;

  constructor(size: Electron.Size, preferences: Electron.WebPreferences, closeWindow: () => void) {
    super(contentsEvents);
    this.#closeWindow = closeWindow;
    allContents.set(this.id, this);
    this.ready = openPage(size, preferences).then((page) => this.#attach(page));
    // Whoever loads a URL hears of it.
    this.ready.catch(() => undefined);
  }

  get targetId(): string {
    return this.#page?.targetId ?? '';
  }

  async loadURL(url: string): Promise<void> {
    const { session } = await this.ready;
    const loaded = new Promise<void>((resolve, reject) => {
      this.once('did-finish-load', resolve);
      this.once('destroyed', () => reject(new Error(`ERR_FAILED (-2) loading '${url}'`)));
    });
    // The navigation's own answer may come first.
    loaded.catch(() => undefined);
    const admitted = this.#gate.admit(url);
    const { errorText, loaderId } = await session.send('Page.navigate', { url: admitted });
    if (errorText !== undefined) throw new Error(`${errorText} loading '${url}'`);
    // Only another place in the same document has no loader.
    if (loaderId !== undefined) await loaded;
  }

  reload(): void {
    this.onceReady(({ session }) => session.tell('Page.reload'));
  }

  send(channel: string, ...args: unknown[]): void {
    if (this.#isDestroyed) throw new TypeError('Object has been destroyed');
    this.#line?.send(this.targetId, { kind: 'message', channel, args: encode(args) });
  }

  async executeJavaScript(code: string): Promise<unknown> {
    const { session } = await this.ready;
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description);
    return result.value;
  }

  setWindowOpenHandler(handler: Gate['onOpen']): void {
    this.#gate.onOpen = handler;
  }

  getURL(): string {
    return this.mainFrame.url;
  }

  isCrashed(): boolean {
    return this.#isCrashed;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  forcefullyCrashRenderer(): void {
    this.onceReady(({ session }) => session.tell('Page.crash'));
  }

  close(): void {
    this.#closeWindow();
  }

  /** Does something with the page as soon as there is one; the page may be gone again meanwhile. */
  onceReady(work: (page: Page) => unknown): void {
    this.ready.then(work).catch(() => undefined);
  }

  /** Shows light or dark to the page. */
  paint(isDark: boolean): void {
    const value = isDark ? 'dark' : 'light';
    const features = [{ name: 'prefers-color-scheme', value }];
    this.onceReady(({ session }) => session.tell('Emulation.setEmulatedMedia', { features }));
  }

  /** Its process has gone; a reload brings it back. */
  crashed({ status, errorCode }: Protocol.Target.targetCrashedPayload): void {
    this.#isCrashed = true;
    const reason = status === 'killed' || status === 'oom' ? status : 'crashed';
    this.emit('render-process-gone', new PreventableEvent(), { reason, exitCode: errorCode });
  }

  /** Its window has gone. */
  destroyed(): void {
    this.#isDestroyed = true;
    allContents.delete(this.id);
    this.emit('destroyed');
  }

  async #attach(page: Page): Promise<Page> {
    const { session, targetId } = page;
    this.#page = page;
    // The id of a page's main frame is the id of the page.
    const frames = new Frames(session, targetId, this.mainFrame);
    this.#line = new Line(page, (message, frameId, reply) => {
      const frame = frames.get(frameId);
      const sender = { contents: asElectron<Electron.WebContents>(this), frame };
      if (message.kind === 'send') receive(sender, message.channel, message.args);
      else if (message.kind === 'invoke') void answer(sender, message).then(reply);
      else this.emit('preload-error', new PreventableEvent(), '', decode(message.error) as Error);
    });
    session.on('Page.frameNavigated', ({ frame: { id } }) => {
      if (id !== targetId) return;
      this.#isCrashed = false;
      this.emit('did-navigate', new PreventableEvent(), this.getURL(), 200, 'OK');
    });
    session.on('Page.loadEventFired', () => this.emit('did-finish-load'));
    this.#gate.watch(page);
    await session.send('Runtime.enable');
    return page;
  }
}

type Statics = 'fromDevToolsTargetId' | 'fromId' | 'getAllWebContents';

/** `webContents`, through which Playwright finds a page's window. */
export const webContents: Pick<typeof Electron.WebContents, Statics> = loud('webContents', {
  getAllWebContents: () => [...allContents.values()].map((one) => asElectron(one)),
  fromId: (id: number) => find((one) => one.id === id),
  fromDevToolsTargetId: (targetId: string) => find((one) => one.targetId === targetId),
});

function find(isIt: (contents: WebContents) => boolean): Electron.WebContents | undefined {
  const found = [...allContents.values()].find(isIt);
  return found && asElectron(found);
}
