import { join, resolve } from 'node:path';

import { appEvents } from './app-events.ts';
import { Browser } from './chromium/browser.ts';
import { PreventableEvent } from './event.ts';
import { Folders, type FolderName } from './folders.ts';
import { InstanceLock } from './instance.ts';
import { loud, LoudEmitter } from './loud.ts';
import { findManifest, type Manifest } from './manifest.ts';
import { running } from './running.ts';

type Members =
  | 'commandLine'
  | 'enableSandbox'
  | 'exit'
  | 'getAppPath'
  | 'getLoginItemSettings'
  | 'getName'
  | 'getPath'
  | 'getVersion'
  | 'hasSingleInstanceLock'
  | 'isPackaged'
  | 'isReady'
  | 'name'
  | 'quit'
  | 'releaseSingleInstanceLock'
  | 'requestSingleInstanceLock'
  | 'setAppUserModelId'
  | 'setLoginItemSettings'
  | 'setName'
  | 'setPath'
  | 'whenReady';

/** `app`: from the start of Chromium to the last event before the exit. */
export class App
  extends LoudEmitter<typeof appEvents>
  implements Omit<Pick<Electron.App, Members>, 'commandLine'>
{
  readonly isPackaged = false;
  readonly #manifest: Manifest;
  readonly #folders = new Folders(() => this.name);
  readonly #switches: string[] = [];
  readonly #ready: Promise<void>;
  #lock: InstanceLock | undefined;
  #isQuitting = false;
  #openAtLogin = false;
  name: string;

  readonly commandLine: Pick<Electron.CommandLine, 'appendSwitch'> = loud('app.commandLine', {
    appendSwitch: (name: string, value?: string) => {
      this.#switches.push(value === undefined ? `--${name}` : `--${name}=${value}`);
    },
  });

  constructor() {
    super(appEvents);
    this.#manifest = findManifest(resolve(process.argv[1] ?? '.'));
    this.name = this.#manifest.name;
    running.announcements.on('contents-created', (contents) =>
      this.emit('web-contents-created', new PreventableEvent(), contents),
    );
    running.announcements.on('last-window-closed', () => {
      if (!this.#isQuitting && !this.emit('window-all-closed')) this.quit();
    });
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => this.quit());
    this.#ready = this.#start();
  }

  whenReady(): Promise<void> {
    return this.#ready;
  }

  isReady(): boolean {
    return running.browser !== undefined;
  }

  getName(): string {
    return this.name;
  }

  setName(name: string): void {
    this.name = name;
  }

  getVersion(): string {
    return this.#manifest.version;
  }

  getAppPath(): string {
    return this.#manifest.folder;
  }

  getPath(name: FolderName): string {
    return this.#folders.get(name);
  }

  setPath(name: string, path: string): void {
    this.#folders.set(name as FolderName, path);
  }

  /** Only Windows looks at it. */
  setAppUserModelId(): void {}

  /** Every window here is sandboxed: others are refused. */
  enableSandbox(): void {}

  setLoginItemSettings({ openAtLogin }: Electron.Settings): void {
    this.#openAtLogin = openAtLogin ?? false;
  }

  getLoginItemSettings(): Electron.LoginItemSettings {
    return {
      openAtLogin: this.#openAtLogin,
      wasOpenedAtLogin: false,
      status: this.#openAtLogin ? 'enabled' : 'not-registered',
      executableWillLaunchAtLogin: this.#openAtLogin,
      launchItems: [],
    };
  }

  requestSingleInstanceLock(data: Record<string, unknown> = {}): boolean {
    this.#lock ??= new InstanceLock(join(this.getPath('userData'), 'instance'));
    const hasLock = this.#lock.take(({ argv, cwd, data }) => {
      void this.#ready.then(() =>
        this.emit('second-instance', new PreventableEvent(), argv, cwd, data),
      );
    });
    if (!hasLock) this.#lock.send({ argv: process.argv, cwd: process.cwd(), data });
    return hasLock;
  }

  hasSingleInstanceLock(): boolean {
    return this.#lock?.isHeld ?? false;
  }

  releaseSingleInstanceLock(): void {
    this.#lock?.release();
  }

  /** `before-quit`, each window's `close`, `will-quit`, `quit`: every one but the last may refuse. */
  quit(): void {
    if (this.#isQuitting) return;
    const isRefused = this.#ask('before-quit');
    this.#isQuitting = !isRefused;
    if (!isRefused) void this.#closeWindows();
  }

  exit(exitCode = 0): void {
    this.#isQuitting = true;
    this.emit('quit', new PreventableEvent(), exitCode);
    void this.#leave(exitCode);
  }

  async #start(): Promise<void> {
    // The main script's first pass comes before `ready`.
    await new Promise((resolve) => setImmediate(resolve));
    // Of its own: a second instance gets as far as `ready`, and Chromium does not share a profile.
    const profile = join(this.getPath('sessionData'), `chromium-${process.pid}`);
    const browser = new Browser(profile, this.#switches);
    if (process.env['ELECTRON_STANDIN_HOLD'] !== undefined) await untilPlaywrightRuns(browser);
    await browser.connection.root.send('Target.setDiscoverTargets', { discover: true });
    running.browser = browser;
    this.emit('ready', new PreventableEvent(), {});
  }

  async #closeWindows(): Promise<void> {
    for (const window of running.windows) {
      this.#isQuitting &&= await window.closePolitely();
      if (!this.#isQuitting) return;
    }
    if (this.#ask('will-quit')) {
      this.#isQuitting = false;
      return;
    }
    this.exit();
  }

  async #leave(exitCode: number): Promise<void> {
    // On this line Playwright lets go of the inspector.
    process.stderr.write('Waiting for the debugger to disconnect...\n');
    await running.browser?.close();
    process.exit(exitCode);
  }

  /** Whether a listener refuses. */
  #ask(name: 'before-quit' | 'will-quit'): boolean {
    const event = new PreventableEvent();
    this.emit(name, event);
    return event.defaultPrevented;
  }
}

/** Does what Playwright's own loader for Electron does: says where, and waits for its word. */
async function untilPlaywrightRuns(browser: Browser): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  Object.defineProperty(globalThis, '__playwright_run', { value: resolve });
  process.stderr.write(`DevTools listening on ${await browser.endpoint}\n`);
  await promise;
}

export const app = new App();
