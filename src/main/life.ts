import { app, dialog } from 'electron';

import type { Surroundings } from '../protocol/endpoint.ts';
import { asWhisError, errorCodes } from '../protocol/errors.ts';
import { offerTakeOver } from './take-over.ts';
import { TrayApp, type AppPlaces } from './tray-app.ts';

/** The end takes no longer than this, whatever hangs: what is on disk is recovered at the next start. */
const endsWithinMs = 4500;

/** The app from its start to its end, whoever asks for either. */
export class Life {
  readonly #surroundings: Surroundings;
  readonly #places: AppPlaces;
  readonly #halt = new AbortController();
  readonly #hurry = new AbortController();
  #tray: TrayApp | null = null;
  #started: Promise<void> = Promise.resolve();
  #hasEnded = false;

  constructor(surroundings: Surroundings, places: AppPlaces) {
    this.#surroundings = surroundings;
    this.#places = places;
  }

  /** Starts the app as soon as Electron is ready, and listens for its end. */
  begin(): void {
    app.on('second-instance', () => this.#show());
    app.on('activate', () => this.#show());
    // Its window is hidden, not closed; and without one the app still listens.
    app.on('window-all-closed', () => {});
    app.on('before-quit', (event) => {
      if (this.#hasEnded) return;
      event.preventDefault();
      this.#end();
    });
    void app.whenReady().then(() => {
      if (!this.#halt.signal.aborted) this.#started = this.#start();
    });
  }

  #show(): void {
    void this.#tray?.open('history');
  }

  async #start(isSecondTry = false): Promise<void> {
    try {
      const tray = await TrayApp.open(this.#surroundings, this.#places, this.#halt.signal);
      this.#tray = tray;
      if (!this.#halt.signal.aborted) await tray.begin();
    } catch (thrown) {
      const { code, message } = asWhisError(thrown);
      if (code === 'interrupted') return;
      if (code === 'already_running' && !isSecondTry && (await this.#mayTryAgain())) {
        return this.#start(true);
      }
      if (this.#hasEnded) return;
      dialog.showErrorBox('whis cannot start', message);
      this.#leave(errorCodes[code].exit);
    }
  }

  /** Whether the lock may be free now, after the one who had it was met. */
  async #mayTryAgain(): Promise<boolean> {
    const outcome = await offerTakeOver(this.#surroundings);
    if (outcome === 'ended' || outcome === 'gone') return true;
    // The app runs already: asking for its lock shows its window.
    if (outcome === 'is-tray') app.requestSingleInstanceLock();
    this.#leave(0);
    return false;
  }

  /** Ends everything in its order; whoever asks again hurries it. */
  #end(): void {
    if (this.#halt.signal.aborted) return this.#hurry.abort();
    this.#halt.abort();
    // Not held by what it waits for, which may hang.
    setTimeout(() => this.#leave(0), endsWithinMs).unref();
    void this.#started
      .then(() => this.#tray?.close('quit', this.#hurry.signal))
      .catch((thrown: unknown) => process.stderr.write(`whis: ${asWhisError(thrown).message}\n`))
      .then(() => {
        this.#hasEnded = true;
        app.quit();
      });
  }

  #leave(code: number): void {
    this.#hasEnded = true;
    app.exit(code);
  }
}
