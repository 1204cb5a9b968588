import type { Protocol, Session as Devtools } from '../chromium/connection.ts';
import { PreventableEvent } from '../event.ts';
import { asElectron, loud, LoudEmitter, takes } from '../loud.ts';
import { makeCodec } from '../worlds/codec.ts';
import { Frame } from './frame.ts';
import { Frames } from './frames.ts';
import { answer, receive } from './ipc.ts';
import { Line } from './line.ts';
import { openPage, type Page } from './page.ts';
import { applyPermissions } from './permissions.ts';
import { answerRequest } from './requests.ts';
import { isOwn, toApp, toChromium } from './scheme.ts';
import { loudSession } from './session.ts';

type Navigation = [
  details: Electron.Event<Electron.WebContentsWillNavigateEventParams>,
  url: string,
];

export const contentsEvents = {
  destroyed: takes<[]>(),
  'did-finish-load': takes<[]>(),
  'did-navigate': takes<[event: Electron.Event, url: string, code: number, status: string]>(),
  'preload-error': takes<[event: Electron.Event, preloadPath: string, error: Error]>(),
  'render-process-gone':
    takes<[event: Electron.Event, details: Electron.RenderProcessGoneDetails]>(),
  responsive: takes<[]>(),
  unresponsive: takes<[]>(),
  // There is no webview here: a test emits it.
  'will-attach-webview':
    takes<
      [event: Electron.Event, preferences: Electron.WebPreferences, params: Record<string, string>]
    >(),
  'will-navigate': takes<Navigation>(),
  'will-redirect': takes<Navigation>(),
};

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

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

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
  /** What the app itself has asked for: no listener may refuse that. */
  readonly #ownLoads = new Set<string>();
  #page: Page | undefined;
  #line: Line | undefined;
  #onOpen: OpenHandler | undefined;
  #isCrashed = false;
  #isDestroyed = false;

  constructor(size: Electron.Size, preferences: Electron.WebPreferences, closeWindow: () => void) {
    super(contentsEvents);
    this.#closeWindow = closeWindow;
    allContents.set(this.id, this);
    this.ready = openPage(size, preferences).then((page) => this.#attach(page));
  }

  get targetId(): string {
    return this.#page?.targetId ?? '';
  }

  async loadURL(url: string): Promise<void> {
    const { session } = await this.ready;
    this.#ownLoads.add(toChromium(url));
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', resolve));
    const { errorText } = await session.send('Page.navigate', { url: toChromium(url) });
    if (errorText !== undefined) throw new Error(`${errorText} loading '${url}'`);
    await loaded;
  }

  reload(): void {
    void this.ready.then(({ session }) => session.tell('Page.reload'));
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

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#onOpen = handler;
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
    void this.ready.then(({ session }) => session.tell('Page.crash'));
  }

  close(): void {
    this.#closeWindow();
  }

  /** Shows light or dark to the page. */
  paint(isDark: boolean): void {
    const value = isDark ? 'dark' : 'light';
    const features = [{ name: 'prefers-color-scheme', value }];
    void this.ready.then(({ session }) => session.tell('Emulation.setEmulatedMedia', { features }));
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
    session.on('Fetch.requestPaused', (paused) => void this.#request(session, paused));
    session.on('Page.loadEventFired', () => this.emit('did-finish-load'));
    session.on('Page.windowOpen', (opened) => this.#windowOpen(opened));
    session.on('Page.frameRequestedNavigation', ({ frameId, url }) => {
      // Of what it cannot load itself (mailto: and the like), Chromium makes no request.
      if (frameId !== targetId || /^(https?|javascript|blob|data):/.test(url)) return;
      if (this.#isRefused('will-navigate', url)) session.tell('Page.stopLoading');
    });
    await session.send('Runtime.enable');
    return page;
  }

  async #request(session: Devtools, paused: Protocol.Fetch.requestPausedPayload): Promise<void> {
    const { requestId, resourceType, frameId, redirectedRequestId } = paused;
    const { url } = paused.request;
    if (resourceType === 'Document' && frameId === this.targetId) {
      const name = redirectedRequestId === undefined ? 'will-navigate' : 'will-redirect';
      // A reload that Playwright asks for looks like one of the page's own, and passes.
      const isOwnLoad = this.#ownLoads.delete(url) || toApp(url) === this.getURL();
      if (!isOwnLoad && this.#isRefused(name, url)) {
        // The old document stays.
        session.tell('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
        return;
      }
      if (isOwn(toApp(url))) await applyPermissions(asElectron(this), toApp(url));
    }
    await answerRequest(session, paused);
  }

  /** Asks the app's listeners. */
  #isRefused(name: 'will-navigate' | 'will-redirect', url: string): boolean {
    const frame = asElectron<Electron.WebFrameMain>(this.mainFrame);
    const details = { isSameDocument: false, isMainFrame: true, frame, initiator: frame };
    const event = Object.assign(new PreventableEvent(), { ...details, url: toApp(url) });
    this.emit(name, event, event.url);
    return event.defaultPrevented;
  }

  #windowOpen({ url, windowName, windowFeatures }: Protocol.Page.windowOpenPayload): void {
    const { action } = this.#onOpen?.({
      url: toApp(url),
      frameName: windowName === '_blank' ? '' : windowName,
      features: windowFeatures.join(','),
      disposition: 'new-window',
      referrer: { url: '', policy: 'strict-origin-when-cross-origin' },
    }) ?? { action: 'allow' };
    if (action === 'allow') throw new Error('stand-in: opening windows is not stood in for');
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
