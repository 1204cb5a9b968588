import { app, powerMonitor, systemPreferences } from 'electron';
import { join } from 'node:path';

import { hostCaller } from '../daemon/host-caller.ts';
import { startService, surroundingsOfChildren, type Service } from '../daemon/service.ts';
import type { Surroundings } from '../protocol/endpoint.ts';
import { asWhisError } from '../protocol/errors.ts';
import type { WhisEvent } from '../protocol/events.ts';
import type { RequestType } from '../protocol/requests.ts';
import { AppMethods } from './app-methods.ts';
import { AppState } from './app-state.ts';
import { Bridge } from './bridge.ts';
import { guardPages } from './guards.ts';
import { electronHost, type ElectronHost } from './host.ts';
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

/** So long is the sound after which one speaks, in milliseconds, with the time until it is heard. */
const cueMs = 350;

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
  readonly #host: ElectronHost;
  readonly #surroundings: Surroundings;
  readonly #places: AppPlaces;
  readonly #bridge: Bridge;
  readonly #window: MainWindow;
  readonly #overlay: Overlay;
  readonly #state: AppState;
  #tray: TrayIcon | null = null;
  #trayTrouble: string | null = null;
  /** Whether the tray is about to be drawn anew. */
  #isStale = false;

  /**
   * Takes the locks, the daemon's first and then Electron's, and opens the daemon. Throws what
   * `startService` throws: nothing has been read or written then. `halt` ends the waiting.
   */
  static async open(
    surroundings: Surroundings,
    places: AppPlaces,
    halt: AbortSignal,
  ): Promise<TrayApp> {
    let tray: TrayApp | null = null;
    const host = electronHost(surroundingsOfChildren(surroundings), {
      folder: places.runtime,
      modulePath: (name) => join(places.children, `${name}.mjs`),
      hasOurFocus: () => tray?.hasFocus ?? false,
      onNotice: () => void tray?.open('history'),
      cue: async () => tray?.cue(),
    });
    const service = await startService({
      surroundings,
      listen: {},
      host,
      async onLocked() {
        app.requestSingleInstanceLock();
        await host.keys.load();
      },
      onShutdown: () => app.quit(),
      halt,
    });
    tray = new TrayApp(service, { host, surroundings, places });
    return tray;
  }

  private constructor(
    service: Service,
    {
      host,
      surroundings,
      places,
    }: { host: ElectronHost; surroundings: Surroundings; places: AppPlaces },
  ) {
    this.#service = service;
    this.#host = host;
    this.#surroundings = surroundings;
    this.#places = places;
    this.#state = new AppState(places.runtime);
    const { daemon, paths } = service;
    const methods = new AppMethods({
      daemon,
      paths,
      state: this.#state,
      platform: surroundings.platform,
      keychain: () => host.keys.name,
      trayTrouble: () => this.#trayTrouble,
      show: (page) => void this.open(page),
      openAtLogin: loginStart(surroundings),
    });
    this.#bridge = new Bridge(daemon, methods);
    const pages = {
      preload: places.preload,
      admit: (window: Electron.BrowserWindow) => this.#bridge.admit(window),
      failed: (what: string) => daemon.log('error', what),
    };
    this.#window = new MainWindow({ ...pages, state: this.#state });
    this.#overlay = new Overlay(pages);
  }

  /** Whether a window of the app has the focus. */
  get hasFocus(): boolean {
    return this.#window.hasFocus;
  }

  /** Shows what there is to see, and listens. */
  async begin(): Promise<void> {
    const { daemon } = this.#service;
    guardPages();
    servePages(this.#places.pages, (id) => this.#audioPath(id));
    this.#openTray();
    daemon.feed.subscribe({ topics: new Set(['status', 'sessions']) }, (event) =>
      this.#follow(event),
    );
    const rearm = () => void daemon.rearm();
    powerMonitor.on('resume', rearm);
    powerMonitor.on('unlock-screen', rearm);
    this.#warmUp();
    this.#trayTrouble = await this.#host.trayObstacle();
    await daemon.armed;
    this.#showState();
    const isHidden =
      process.argv.includes('--hidden') && this.#trayTrouble === null && this.#state.isSetUp;
    if (!isHidden) await this.open('history');
    if (this.#surroundings.platform === 'darwin') await this.#askForMicrophone();
  }

  /** Shows the window, at a page. */
  async open(page: 'history' | 'settings'): Promise<void> {
    await this.#window.show();
    this.#bridge.tell({ type: 'go', page: this.#state.isSetUp ? page : 'first_run' });
  }

  /** Plays the sound after which one speaks; resolves when it is over. */
  async cue(): Promise<void> {
    await this.#overlay.warmUp();
    this.#bridge.tell({ type: 'sound', sound: 'start' });
    await new Promise((resolve) => setTimeout(resolve, cueMs));
  }

  /** Ends everything: a recording is finalised and kept. `hurry` leaves the rest for the next start. */
  async close(reason: string, hurry: AbortSignal): Promise<void> {
    this.#tray?.close();
    this.#tray = null;
    await this.#service.close(reason, hurry);
    this.#bridge.close();
    this.#overlay.close();
  }

  #openTray(): void {
    const ask =
      (type: RequestType, fields: object = {}) =>
      () =>
        void this.#ask(type, fields);
    this.#tray = new TrayIcon({
      assets: this.#places.assets,
      platform: this.#surroundings.platform,
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
  }

  /** Makes the overlay's page ready, where the settings want to see or to hear it. */
  #warmUp(): void {
    const { overlay, sounds } = this.#service.daemon.settings();
    if (overlay || sounds) void this.#overlay.warmUp();
    else this.#overlay.close();
  }

  #follow(event: WhisEvent): void {
    if (showsInTray.has(event.event)) this.#showState();
    if (event.event === 'settings_changed') setImmediate(() => this.#warmUp());
    if (event.event !== 'state_changed') return;
    const { overlay, sounds } = this.#service.daemon.settings();
    const { from, to } = event.data;
    if (to === 'recording' && overlay) void this.#overlay.show();
    if (to !== 'recording' && to !== 'paused') this.#overlay.hide();
    const hasEnded = from === 'recording' && to !== 'paused';
    if (sounds && hasEnded) this.#bridge.tell({ type: 'sound', sound: 'stop' });
  }

  /** Draws the tray soon, once for all that happens meanwhile. */
  #showState(): void {
    if (this.#isStale) return;
    this.#isStale = true;
    setImmediate(() => void this.#drawState());
  }

  async #drawState(): Promise<void> {
    this.#isStale = false;
    // The daemon is let go of once the tray has gone.
    if (this.#tray === null) return;
    const { daemon } = this.#service;
    const query = { status: 'done', limit: latestCount };
    const reply = await daemon.call(hostCaller, 'list_sessions', query);
    if (reply.type === 'session_list') this.#tray?.show(daemon.status(), reply.sessions);
  }

  async #audioPath(id: string): Promise<string | null> {
    try {
      const reply = await this.#service.daemon.call(hostCaller, 'get_session', { session_id: id });
      return reply.type === 'session' ? reply.session.audio_path : null;
    } catch {
      // There is no such session (any more).
      return null;
    }
  }

  /** What a click asks for; a refusal is notified, since nobody reads a log. */
  async #ask(type: RequestType, fields: object): Promise<void> {
    try {
      await this.#service.daemon.call(hostCaller, type, fields);
    } catch (thrown) {
      const { code, message: body } = asWhisError(thrown);
      // That was an event, too, and is notified as one.
      if (code === 'microphone_unavailable') return;
      this.#host.notify({ kind: 'failure', title: 'That did not work', body });
    }
  }

  /** macOS gives silence to whoever has not asked. */
  async #askForMicrophone(): Promise<void> {
    if (await systemPreferences.askForMediaAccess('microphone')) return;
    const body = 'Allow it in the System Settings: Privacy & Security → Microphone → whis.';
    this.#host.notify({ kind: 'failure', title: 'whis may not use the microphone', body });
  }
}
