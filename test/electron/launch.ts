import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { _electron, type ElectronApplication, type Page } from 'playwright';

import { isReal, makeHome } from './home.ts';
import type { AskedDialog, HookSettings, RememberedTray } from './hook-memory.ts';

// Electron's own package looks for its runtime here: this one variable chooses.
if (!isReal)
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = join(import.meta.dirname, 'standin/runtime');

/** A page that is to come is there within this time, also on a busy machine. */
const pageWithinMs = 20_000;

export interface LaunchOptions extends HookSettings {
  /** Beside, or instead of, what every app gets: a PATH and a home of its own. */
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** A home that is there already, and stays; otherwise the app gets a new one for itself. */
  readonly home?: string;
}

/** What one start of the app has said, to its end. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/**
 * Starts an app, by the path of its main script or of its folder, on the stand-in or, with
 * `E2E_ELECTRON=real`, on Electron, in a home of its own.
 */
export async function launch(appPath: string, options: LaunchOptions = {}): Promise<Launched> {
  const { env = {}, args = [], home: given, ...settings } = options;
  const home = given ?? (await mkdtemp(join(tmpdir(), 'whis-')));
  const whole = {
    ...(await makeHome(home)),
    HOOK_SETTINGS: JSON.stringify(settings),
    HOOK_OUTPUT: join(home, 'output.log'),
    ...env,
  };
  const hook = join(import.meta.dirname, 'hook.cjs');
  const app = await _electron.launch({ args: ['-r', hook, appPath, ...args], env: whole });
  return new Launched(app, { appPath, home, env: whole, keepsHome: given !== undefined });
}

/** A started app, and the hands that its user would have. */
export class Launched {
  readonly app: ElectronApplication;
  /** Its folders; removed by `close` when they were made for it. */
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  readonly #appPath: string;
  readonly #keepsHome: boolean;
  /** Playwright does not give it any more when the app has ended. */
  readonly #child: ChildProcess;
  readonly #exited: Promise<number | null>;
  /** Second instances: one that was not turned away would stay. */
  readonly #others = new Set<ChildProcess>();

  constructor(
    app: ElectronApplication,
    {
      appPath,
      home,
      env,
      keepsHome,
    }: { appPath: string; home: string; env: Record<string, string>; keepsHome: boolean },
  ) {
    this.app = app;
    this.home = home;
    this.env = env;
    this.#appPath = appPath;
    this.#keepsHome = keepsHome;
    this.#child = app.process();
    this.#exited = once(this.#child, 'exit').then(([code]) => code as number | null);
  }

  /** Everything that the main process has printed: by way of the hook, since Playwright is late for it. */
  get output(): string {
    return readFileSync(this.env['HOOK_OUTPUT'] ?? '', 'utf8');
  }

  /** Resolves with the exit code, or null when a signal ended it. */
  get exited(): Promise<number | null> {
    return this.#exited;
  }

  firstWindow(): Promise<Page> {
    return this.app.firstWindow();
  }

  /** The page with this path, as soon as it is loaded; throws when it does not come. */
  async page(path: string): Promise<Page> {
    for (const deadlineAt = performance.now() + pageWithinMs; performance.now() < deadlineAt;) {
      // A window is told of before it knows where it leads.
      const page = this.app.windows().find((page) => page.url().endsWith(path));
      if (page) return page.waitForLoadState().then(() => page);
      await wait(20);
    }
    throw new Error(`the app has opened no window with ${path}`);
  }

  /** The app's first tray icon. */
  readonly tray = {
    click: (button: 'click' | 'right-click' = 'click'): Promise<void> =>
      this.app.evaluate((_, button) => {
        const [tray] = hookMemory.trays.keys();
        if (!tray) throw new Error('the app has no tray icon');
        tray.emit(button, {}, tray.getBounds(), { x: 0, y: 0 });
      }, button),

    toolTip: async (): Promise<string> => (await this.#recallTray()).toolTip,

    /** The path of its image; null when it was made from bytes, or in Electron by the constructor. */
    image: async (): Promise<string | null> => (await this.#recallTray()).image,

    /** Of what is visible, from top to bottom; submenus indented by a tab. */
    menuLabels: (): Promise<string[]> =>
      this.app.evaluate(() => {
        const list = (menu: Electron.Menu | null | undefined, indent: string): string[] =>
          (menu?.items ?? [])
            .filter(({ visible, type }) => visible && type !== 'separator')
            .flatMap(({ label, submenu }) => [indent + label, ...list(submenu, `${indent}\t`)]);
        const [tray] = hookMemory.trays.values();
        return list(tray?.menu, '');
      }),

    /** By its label or its id. */
    clickMenu: (name: string): Promise<void> =>
      this.app.evaluate((_, name) => {
        const all = (menu: Electron.Menu | null | undefined): Electron.MenuItem[] =>
          (menu?.items ?? []).flatMap((item) => [item, ...all(item.submenu)]);
        const [tray] = hookMemory.trays.values();
        const item = all(tray?.menu).find(({ id, label }) => id === name || label === name);
        if (!item?.enabled || !item.visible) throw new Error(`nobody could click on ${name}`);
        item.click();
      }, name),
  };

  /** Presses a shortcut, spelled as the app has registered it. */
  shortcut(accelerator: string): Promise<void> {
    return this.app.evaluate(({ globalShortcut }, accelerator) => {
      const callback = hookMemory.shortcuts.get(accelerator);
      if (!callback || !globalShortcut.isRegistered(accelerator)) {
        throw new Error(`${accelerator} is not registered`);
      }
      callback();
    }, accelerator);
  }

  /** What was shown, first to last. */
  notifications(): Promise<Array<{ title: string; body: string }>> {
    return this.app.evaluate(() =>
      hookMemory.notifications.map(({ title, body }) => ({ title, body })),
    );
  }

  /** Clicks on the last notification. */
  clickNotification(): Promise<void> {
    return this.app.evaluate(() => {
      const last = hookMemory.notifications.at(-1);
      if (!last) throw new Error('no notification was shown');
      last.emit('click', {});
    });
  }

  /** What the desktop tells: `suspend`, `resume`, `lock-screen` and so on. */
  power(event: string): Promise<void> {
    return this.app.evaluate(({ powerMonitor }, event) => void powerMonitor.emit(event), event);
  }

  /** Lays an answer ready for the next dialog that has none yet; the default is to cancel. */
  answerDialog(answer: object): Promise<void> {
    return this.app.evaluate((_, answer) => void hookMemory.answers.push(answer), answer);
  }

  dialogs(): Promise<AskedDialog[]> {
    return this.app.evaluate(() => hookMemory.dialogs.map((dialog) => ({ ...dialog })));
  }

  /** URLs and paths that the desktop was asked to open or show. */
  opened(): Promise<string[]> {
    return this.app.evaluate(() => hookMemory.opened);
  }

  /** Starts the app once more in the same home, and waits for its end. */
  async startAgain(...args: string[]): Promise<Ended> {
    const runtime = createRequire(import.meta.url)('electron') as unknown as string;
    const child = spawn(runtime, ['--no-sandbox', this.#appPath, ...args], { env: this.env });
    this.#others.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, output };
  }

  /** The process id of the main process. */
  get pid(): number {
    return this.#child.pid ?? -1;
  }

  /** Quits as `app.quit()` does; gives the exit code. */
  async quit(): Promise<number | null> {
    if (this.#child.exitCode === null) await this.app.close();
    return this.#exited;
  }

  /** Ends it, if it still runs, and removes its home if that was made for it. */
  async close(): Promise<void> {
    const { exitCode, signalCode } = this.#child;
    if (exitCode === null && signalCode === null) this.#child.kill('SIGKILL');
    for (const other of this.#others) other.kill('SIGKILL');
    await this.#exited;
    if (!this.#keepsHome) await rm(this.home, { recursive: true, force: true, maxRetries: 10 });
  }

  async #recallTray(): Promise<Omit<RememberedTray, 'menu'>> {
    return this.app.evaluate(() => {
      const [tray] = hookMemory.trays.values();
      if (!tray) throw new Error('the app has no tray icon');
      return { toolTip: tray.toolTip, image: tray.image };
    });
  }
}
