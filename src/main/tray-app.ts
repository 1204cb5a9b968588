import { app, dialog, powerMonitor } from 'electron';
import { join } from 'node:path';

import { startService, surroundingsOfChildren, type Service } from '../daemon/service.ts';
import { hostCaller } from '../daemon/host-caller.ts';
import type { Surroundings } from '../protocol/endpoint.ts';
import { asWhisError } from '../protocol/errors.ts';
import type { WhisEvent } from '../protocol/events.ts';
import type { RequestType } from '../protocol/requests.ts';
import { AppMethods } from './app-methods.ts';
import { AppState } from './app-state.ts';
import { Bridge } from './bridge.ts';
import { guardPages } from './guards.ts';
import { electronHost } from './host.ts';
import { loginStart } from './login.ts';
import { Overlay } from './overlay.ts';
import { servePages } from './scheme.ts';
import { TrayIcon } from './tray.ts';
import { MainWindow } from './window.ts';

/** Where the built program has its parts. */
export interface AppPlaces {
  readonly preload: string;
  readonly pages: string;
  readonly assets: string;
  readonly children: string;
  /** The folder that Electron's runtime has for itself. */
  readonly runtime: string;
}

/** How many texts the tray's menu offers. */
const latestCount = 5;

/** Events after which the tray shows something else. */
const showsInTray: ReadonlySet<WhisEvent['event']> = new Set([
  'state_changed',
  'session_done',
  'session_deleted',
  'session_restored',
  'settings_changed',
  'hotkey_lost',
]);

/** The tray app: a daemon, and around it an icon, a shortcut and two windows. Wiring, no decisions. */
export class TrayApp {
  readonly #service: Service;
  readonly #bridge: Bridge;
  readonly #window: MainWindow;
  readonly #overlay: Overlay;
  readonly #state: AppState;
  #tray: TrayIcon | null = null;
  #trayTrouble: string | null = null;

  /** Starts everything. Throws what `startService` throws: nothing has been read or written then. */
  static async start(surroundings: Surroundings, places: AppPlaces): Promise<TrayApp> {
    let tray: TrayApp | null = null;
    const host = await electronHost(surroundingsOfChildren(surroundings), {
      folder: places.runtime,
      modulePath: (name) => join(places.children, `${name}.mjs`),
      hasOurFocus: () => tray?.hasFocus ?? false,
      onNotice: () => void tray?.open('history'),
    });
    const service = await startService({
      surroundings,
      listen: {},
      host,
      onShutdown: () => app.quit(),
      halt: new AbortController().signal,
    });
    tray = new TrayApp(service, surroundings, places, host.keys?.name ?? '');
    await tray.#begin(surroundings, places);
    return tray;
  }

  private constructor(
    service: Service,
    surroundings: Surroundings,
    { preload, runtime }: AppPlaces,
    keychain: string,
  ) {
    this.#service = service;
    this.#state = new AppState(runtime);
    const { daemon, paths } = service;
    const methods = new AppMethods({
      daemon,
      paths,
      state: this.#state,
      platform: surroundings.platform,
      keychain,
      trayTrouble: () => this.#trayTrouble,
      show: (page) => void this.open(page),
      openAtLogin: loginStart(surroundings),
    });
    this.#bridge = new Bridge(daemon, methods);
    const admit = (window: Electron.BrowserWindow) => this.#bridge.admit(window);
    this.#window = new MainWindow({ preload, state: this.#state, admit });
    this.#overlay = new Overlay({ preload, admit });
  }

  /** Whether a window of the app has the focus. */
  get hasFocus(): boolean {
    return this.#window.hasFocus;
  }

  /** Shows the window, at a page. */
  async open(page: 'history' | 'settings'): Promise<void> {
    await this.#window.show();
    this.#bridge.tell({ type: 'go', page: this.#state.isSetUp ? page : 'first_run' });
  }

  /** Ends everything: a recording is finalised and kept. */
  async close(reason: string): Promise<void> {
    this.#tray?.close();
    await this.#service.close(reason, new AbortController().signal);
    this.#bridge.close();
    this.#overlay.close();
  }

  async #begin(surroundings: Surroundings, { pages, assets }: AppPlaces): Promise<void> {
    guardPages();
    servePages(pages, (id) => this.#audioPath(id));
    this.#openTray(surroundings.platform, assets);
    this.#service.daemon.feed.subscribe({ topics: new Set(['status', 'sessions']) }, (event) =>
      this.#follow(event),
    );
    const rearm = () => void this.#service.daemon.rearm();
    powerMonitor.on('resume', rearm);
    powerMonitor.on('unlock-screen', rearm);
    await this.#service.daemon.armed;
    this.#showState();
    const isHidden =
      process.argv.includes('--hidden') && this.#tray !== null && this.#state.isSetUp;
    if (!isHidden) await this.open('history');
  }

  /** Where the desktop takes no icon the window has to do, and says why. */
  #openTray(platform: string, assets: string): void {
    const ask =
      (type: RequestType, fields: object = {}) =>
      () =>
        void this.#ask(type, fields);
    try {
      this.#tray = new TrayIcon({
        assets,
        platform,
        actions: {
          toggle: ask('toggle'),
          cancel: ask('cancel_session'),
          pause: ask('pause'),
          resume: ask('resume'),
          copy: (session_id) =>
            void this.#ask('deliver_session', { session_id, output: ['clipboard'] }),
          open: (page) => void this.open(page),
          quit: () => app.quit(),
        },
      });
    } catch (thrown) {
      this.#trayTrouble = `This desktop takes no tray icon: ${(thrown as Error).message}`;
    }
  }

  #follow(event: WhisEvent): void {
    if (showsInTray.has(event.event)) this.#showState();
    if (event.event !== 'state_changed') return;
    const { overlay, sounds } = this.#service.daemon.settings();
    const { from, to } = event.data;
    if (to === 'recording' && overlay) void this.#overlay.show();
    if (to !== 'recording' && to !== 'paused') this.#overlay.hide();
    if (!sounds || (from === 'paused' && to === 'recording')) return;
    if (to === 'recording') this.#bridge.tell({ type: 'sound', sound: 'start' });
    else if (from === 'recording') this.#bridge.tell({ type: 'sound', sound: 'stop' });
  }

  #showState(): void {
    const { daemon } = this.#service;
    void Promise.resolve(
      daemon.call(hostCaller, 'list_sessions', { status: 'done', limit: latestCount }),
    ).then((reply) => {
      if (reply.type === 'session_list') this.#tray?.show(daemon.status(), reply.sessions);
    });
  }

  async #audioPath(id: string): Promise<string | null> {
    const reply = await this.#service.daemon.call(hostCaller, 'get_session', { session_id: id });
    return reply.type === 'session' ? reply.session.audio_path : null;
  }

  /** What a click asks for; a refusal is shown, since nobody reads a log. */
  async #ask(type: RequestType, fields: object): Promise<void> {
    try {
      await this.#service.daemon.call(hostCaller, type, fields);
    } catch (thrown) {
      dialog.showErrorBox('whis', asWhisError(thrown).message);
    }
  }
}
