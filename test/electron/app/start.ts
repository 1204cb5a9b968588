import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { test as base, expect, type Locator, type Page } from 'playwright/test';

import type { Status } from '../../../src/protocol/status.ts';
import type { WindowApi } from '../../../src/protocol/window.ts';
import { startAudioServer, type AudioServer } from '../../fixtures/audio-server.ts';
import { Client } from '../../fixtures/home.ts';
import { isReal, makeHome } from '../home.ts';
import { launch, type Launched, type LaunchOptions } from '../launch.ts';
import { makeRecogniser, type Recogniser } from './recogniser.ts';

const root = join(import.meta.dirname, '../../..');

/** The built main script, or a copy of it in which something was taken out. */
export const mainScript = process.env['E2E_MAIN'] ?? join(root, 'dist/main/main.mjs');

const cli = join(root, 'dist/cli/whis.cjs');

/** What one run of the CLI has said. */
export interface Said {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A home that lasts as long as its test, with the tray app started in it as often as it wants. */
export class AppHome {
  readonly folder: string;
  readonly recogniser: Recogniser;
  readonly audio: AudioServer;
  readonly #env: Record<string, string>;
  readonly #apps: Launched[] = [];
  readonly #children = new Set<ChildProcess>();
  readonly #clients: Client[] = [];

  private constructor(
    folder: string,
    {
      recogniser,
      audio,
      env,
    }: { recogniser: Recogniser; audio: AudioServer; env: Record<string, string> },
  ) {
    this.folder = folder;
    this.recogniser = recogniser;
    this.audio = audio;
    this.#env = env;
  }

  /** Makes the folders; whis has gone through its first run there, and transcribes with a script. */
  static async make(audio: AudioServer): Promise<AppHome> {
    const folder = await mkdtemp(join(tmpdir(), 'whis-app-'));
    const env = { ...(await makeHome(folder)), ...audio.env };
    const home = new AppHome(folder, { recogniser: await makeRecogniser(folder), audio, env });
    await home.settings({});
    await home.setUp();
    return home;
  }

  /** The environment of every program in this home. */
  get env(): Readonly<Record<string, string>> {
    return this.#env;
  }

  get socket(): string {
    return join(this.folder, 'run', 'whis.sock');
  }

  /** The built command line. */
  get cli(): string {
    return cli;
  }

  /** The folder that Electron has for itself. */
  get userData(): string {
    return join(this.folder, 'state/whis/electron');
  }

  get settingsPath(): string {
    return join(this.folder, 'config/whis/settings.json');
  }

  /** Writes the settings file as a person would; the engine is the script unless they say otherwise. */
  async settings(settings: object): Promise<void> {
    await mkdir(join(this.folder, 'config/whis'), { recursive: true });
    const whole = { ...this.recogniser.settings, ...settings };
    await writeFile(this.settingsPath, JSON.stringify(whole));
  }

  /** The first run is over. */
  async setUp(): Promise<void> {
    await mkdir(this.userData, { recursive: true, mode: 0o700 });
    await writeFile(join(this.userData, 'app.json'), JSON.stringify({ is_set_up: true }));
  }

  /** As if whis had never run here. */
  async forgetSetUp(): Promise<void> {
    await rm(join(this.userData, 'app.json'));
  }

  /** Puts a program before those of the system. */
  async program(name: string, script: string): Promise<void> {
    const folder = join(this.folder, 'bin');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    if (!this.#env['PATH']?.startsWith(`${folder}:`))
      this.#env['PATH'] = `${folder}:${this.#env['PATH'] ?? ''}`;
  }

  /** Starts the tray app; resolves when it answers. */
  async start(options: LaunchOptions = {}): Promise<Launched> {
    const app = await launch(mainScript, {
      ...options,
      home: this.folder,
      env: { ...this.#env, ...options.env },
    });
    this.#apps.push(app);
    return app;
  }

  /** Starts it, and waits for its window. */
  async open(options: LaunchOptions = {}): Promise<{ app: Launched; page: Page }> {
    const app = await this.start(options);
    return { app, page: await mainPage(app) };
  }

  /** Runs the built CLI to its end. */
  whis(...args: string[]): Promise<Said> {
    return this.#runToEnd(this.run(process.execPath, [cli, ...args]));
  }

  /** Runs the app as its own CLI, as the launcher does where no Node is, to its end. */
  whisWithoutNode(...args: string[]): Promise<Said> {
    const runtime = createRequire(import.meta.url)('electron') as unknown as string;
    const env = { ...this.#env, WHIS_CLI: '1', ELECTRON_DISABLE_SANDBOX: '1' };
    return this.#runToEnd(this.run(runtime, [mainScript, ...args], env));
  }

  async #runToEnd(child: ChildProcess): Promise<Said> {
    child.stdin?.end();
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, stdout, stderr };
  }

  /** Starts a program in this home; it ends with the test at the latest. */
  run(program: string, args: readonly string[], env = this.#env): ChildProcess {
    const child = spawn(program, args, { env, cwd: this.folder });
    this.#children.add(child);
    child.once('exit', () => this.#children.delete(child));
    return child;
  }

  /** Starts `whis listen`; resolves when it answers. */
  async listen(): Promise<ChildProcess> {
    const child = this.run(process.execPath, [cli, 'listen', '--hotkey=none']);
    await expect.poll(async () => (await this.whis('ping')).code).toBe(0);
    return child;
  }

  /** A program on the socket. */
  async connect(): Promise<Client> {
    const client = await Client.connect(this.socket);
    this.#clients.push(client);
    return client;
  }

  /** What `whis status --json` says. */
  async status(): Promise<Status> {
    return JSON.parse((await this.whis('status', '--json')).stdout) as Status;
  }

  /** Waits until the daemon is in a state. */
  async reaches(state: Status['state']): Promise<void> {
    await expect.poll(async () => (await this.status()).state).toBe(state);
  }

  /** Every file that the home holds, with its bytes: sockets and Chromium's own profile left out. */
  files(): { readonly path: string; readonly bytes: Buffer }[] {
    return readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((path) => existsSync(path))
      .map((path) => ({ path, bytes: readFileSync(path) }));
  }

  /** Ends everything and removes the folders. */
  async close(): Promise<void> {
    this.recogniser.release();
    for (const client of this.#clients) await client.close();
    for (const app of this.#apps) await app.close();
    for (const child of this.#children) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await rm(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

interface TestFixtures {
  /** A home of the test's own. */
  readonly home: AppHome;
}

interface WorkerFixtures {
  /** One sound server for all: somebody hums into its microphone without an end. */
  readonly audio: AudioServer;
}

/** Playwright's test, with a home for the tray app. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  audio: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright wants to see that it needs nothing
    async ({}, use) => {
      const server = await startAudioServer();
      await server.pactl('load-module', 'module-sine-source', 'source_name=hum', 'frequency=220');
      await server.pactl('set-default-source', 'hum');
      // While nobody listens it hands its sound over every two seconds only.
      const listener = spawn('parec', ['--device=hum', '--latency-msec=10'], {
        env: { ...process.env, ...server.env },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      await once(listener.stdout, 'data');
      listener.stdout.resume();
      await use(server);
      listener.kill();
      await server.close();
    },
    { scope: 'worker' },
  ],
  home: async ({ audio }, use) => {
    const home = await AppHome.make(audio);
    await use(home);
    await home.close();
  },
});

export { expect, isReal };

declare global {
  interface Window {
    readonly whis: WindowApi;
  }
}

/** The page of the main window, as soon as it has drawn itself. */
export async function mainPage(app: Launched): Promise<Page> {
  return pageOf(app, '/index.html');
}

/** The page of the overlay. */
export async function overlayPage(app: Launched): Promise<Page> {
  return pageOf(app, '/overlay.html');
}

async function pageOf(app: Launched, path: string): Promise<Page> {
  const find = () => app.app.windows().find((page) => new URL(page.url()).pathname === path);
  await expect.poll(() => find() !== undefined).toBe(true);
  const page = find() as Page;
  const isThere = () => document.readyState === 'complete' && 'whis' in window;
  await expect.poll(() => page.evaluate(isThere).catch(() => false)).toBe(true);
  return page;
}

/** What the main process knows of its windows, by the path of the page. */
export function windowsOf(
  app: Launched,
): Promise<Record<string, { isVisible: boolean; isFocused: boolean; count: number }>> {
  return app.app.evaluate(({ BrowserWindow }) => {
    const known: Record<string, { isVisible: boolean; isFocused: boolean; count: number }> = {};
    for (const window of BrowserWindow.getAllWindows()) {
      const path = /[^/]*$/.exec(window.webContents.getURL())?.[0] ?? '';
      const count = (known[path]?.count ?? 0) + 1;
      known[path] = { isVisible: window.isVisible(), isFocused: window.isFocused(), count };
    }
    return known;
  });
}

/** Asks the app as its page does; an error is an answer. */
export function call(page: Page, type: string, params: unknown = {}): Promise<unknown> {
  return page.evaluate(([type, params]) => window.whis.call(type as 'status', params as object), [
    type,
    params,
  ] as const);
}

/** What is on the clipboard, as the main process reads it. */
export function clipboardOf(app: Launched): Promise<string> {
  return app.app.evaluate(({ clipboard }) => clipboard.readText());
}

/** The lines of the history that the window shows, newest first. */
export function rowsOf(page: Page): Locator {
  return page.getByRole('list', { name: 'Dictations, newest first' }).getByRole('listitem');
}
