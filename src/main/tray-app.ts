import { app, powerMonitor } from 'electron';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { hostCaller } from '../daemon/host-caller.ts';
import { startService, surroundingsOfChildren, type Service } from '../daemon/service.ts';
import type { Surroundings } from '../protocol/endpoint.ts';
import type { WhisEvent } from '../protocol/events.ts';
import type { WindowMessage } from '../protocol/window.ts';
import { setAppMenu } from './app-menu.ts';
import { AppMethods } from './app-methods.ts';
import { AppState } from './app-state.ts';
import { Bridge } from './bridge.ts';
import { guardPages } from './guards.ts';
import { electronHost, type ElectronHost } from './host.ts';
import { loginStart } from './login.ts';
import { askForMicrophone } from './microphone-permission.ts';
import { Overlay } from './overlay.ts';
import { servePages } from './scheme.ts';
import { TrayControl } from './tray-control.ts';
import { hasDarkBar } from './tray-image.ts';
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

/** So long is the sound after which one speaks, in milliseconds, with the time until it is heard. */
const cueMs = 350;

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
  #tray: TrayControl | null = null;
  #trayTrouble: string | null = null;

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
      onShortcut: (hotkey) => tray?.tell({ type: 'shortcut', hotkey }),
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
    const notify: ElectronHost['notify'] = (notice) => this.#host.notify(notice);
    setAppMenu(this.#surroundings.platform);
    guardPages();
    servePages(this.#places.pages, (id) => this.#audioPath(id));
    this.#tray = new TrayControl({
      daemon,
      notify,
      assets: this.#places.assets,
      platform: this.#surroundings.platform,
      hasDarkBar: hasDarkBar(this.#surroundings.env['XDG_CURRENT_DESKTOP'] ?? ''),
      actions: { open: (page) => void this.open(page), quit: () => app.quit() },
    });
    daemon.feed.subscribe({ topics: new Set(['status', 'sessions']) }, (event) =>
      this.#follow(event),
    );
    const rearm = () => void daemon.rearm();
    powerMonitor.on('resume', rearm);
    powerMonitor.on('unlock-screen', rearm);
    this.#warmUp();
    this.#trayTrouble = await this.#host.trayObstacle();
    await daemon.armed;
    this.#tray?.refresh();
    const isHidden =
      process.argv.includes('--hidden') && this.#trayTrouble === null && this.#state.isSetUp;
    if (!isHidden) await this.open('history');
    if (this.#surroundings.platform === 'darwin') await askForMicrophone(notify);
  }

  /** Shows the window, at a page. */
  async open(page: 'history' | 'settings'): Promise<void> {
    await this.#window.show();
    this.#bridge.tell({ type: 'go', page: this.#state.isSetUp ? page : 'first_run' });
  }

  /** Tells every window something. */
  tell(message: WindowMessage): void {
    this.#bridge.tell(message);
  }

  /** Plays the sound after which one speaks; resolves when it is over. */
  async cue(): Promise<void> {
    // A page that hangs must not keep a dictation from beginning.
    await Promise.race([this.#overlay.warmUp(), delay(cueMs)]);
    this.#bridge.tell({ type: 'sound', sound: 'start' });
    await delay(cueMs);
  }

  /** Ends everything: a recording is finalised and kept. `hurry` leaves the rest for the next start. */
  async close(reason: string, hurry: AbortSignal): Promise<void> {
    this.#tray?.close();
    this.#tray = null;
    await this.#service.close(reason, hurry);
    this.#bridge.close();
    this.#overlay.close();
  }

  /** Makes the overlay's page ready, where the settings want to see or to hear it. */
  #warmUp(): void {
    const { overlay, sounds } = this.#service.daemon.settings();
    if (overlay || sounds) void this.#overlay.warmUp();
    else this.#overlay.close();
  }

  #follow(event: WhisEvent): void {
    this.#tray?.follow(event);
    if (event.event === 'settings_changed') setImmediate(() => this.#warmUp());
    if (event.event !== 'state_changed') return;
    const { overlay, sounds } = this.#service.daemon.settings();
    const { from, to } = event.data;
    if (to === 'recording' && overlay) void this.#overlay.show();
    if (to !== 'recording' && to !== 'paused') this.#overlay.hide();
    const hasEnded = from === 'recording' && to !== 'paused';
    if (sounds && hasEnded) this.#bridge.tell({ type: 'sound', sound: 'stop' });
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
}
