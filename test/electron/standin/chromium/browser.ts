import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';

import { Connection } from './connection.ts';

/** Debian's Chromium itself: its wrapper in /usr/bin would not hand our pipe on. */
const program = process.env['ELECTRON_STANDIN_CHROMIUM'] ?? '/usr/lib/chromium/chromium';

const disabledFeatures = [
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'LocalNetworkAccessChecks',
  'MediaRouter',
  'OptimizationHints',
  'PaintHolding',
  'Translate',
];

const switches = [
  // The second door is for the Playwright of the test.
  '--remote-debugging-pipe',
  '--remote-debugging-port=0',
  '--no-startup-window',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-sandbox',
  '--autoplay-policy=no-user-gesture-required',
  '--disable-back-forward-cache',
  '--disable-background-networking',
  '--disable-background-timer-throttling',
  '--disable-breakpad',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  `--disable-features=${disabledFeatures.join(',')}`,
  '--disable-field-trial-config',
  '--disable-infobars',
  '--disable-renderer-backgrounding',
  '--disable-search-engine-choice-screen',
  '--disable-sync',
  '--force-color-profile=srgb',
  '--mute-audio',
  '--password-store=basic',
  '--use-fake-device-for-media-stream',
];

/** A real Chromium without a window of its own. */
export class Browser {
  readonly connection: Connection;
  /** Where Playwright connects: a WebSocket URL. */
  readonly endpoint: Promise<string>;
  readonly #folder: string;
  readonly #process: ChildProcess;

  /** Starts it, on the display if there is one and else headless; `folder` is for its profile. */
  constructor(folder: string, appSwitches: readonly string[]) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    const headless = process.env['DISPLAY'] ? [] : ['--headless'];
    const profile = `--user-data-dir=${folder}`;
    this.#process = spawn(program, [...headless, profile, ...switches, ...appSwitches], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
      // Else a SIGTERM to the group of the app would end Chromium before the app has quit.
      detached: true,
    });
    this.#process.once('error', (error) => {
      process.stderr.write(`stand-in: Chromium did not start: ${error.message}\n`);
      process.exit(70);
    });
    this.connection = new Connection(this.#process);
    this.endpoint = new Promise((resolve) => {
      let said = '';
      this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-10_000);
        const [, url] = /^DevTools listening on (ws:\/\/\S+)/m.exec(said) ?? [];
        if (url) resolve(url);
      });
    });
  }

  /** Ends it and removes its profile: what pages have stored ends with it. */
  async close(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = once(this.#process, 'exit');
    this.connection.root.tell('Browser.close');
    const impatience = setTimeout(() => this.#process.kill('SIGKILL'), 3000);
    await exited;
    clearTimeout(impatience);
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 10 });
  }
}
