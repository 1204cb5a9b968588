import type { Parts } from './parts.ts';
import { asWhisError } from '../protocol/errors.ts';

/** setTimeout takes no longer delay: 2^31 − 1 ms, about 24 days. */
const longestDelayMs = 2_147_483_647;

/**
 * Removes for good what can no longer be undone, and audio that the settings do not keep. It runs
 * when something has changed, and once more when the next thing falls due: nothing ticks.
 */
export class Housekeeping {
  readonly #parts: Pick<Parts, 'store' | 'settings' | 'clock' | 'log'>;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(parts: Pick<Parts, 'store' | 'settings' | 'clock' | 'log'>) {
    this.#parts = parts;
  }

  /** Tidies up after whatever is running has ended. */
  tidy(): void {
    this.#running = this.#running.then(() => this.#run());
  }

  /** Stops; resolves when a run that has begun is over. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#running;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    const { store, settings, clock, log } = this.#parts;
    clearTimeout(this.#timer);
    try {
      const { undo_minutes: undoMinutes, keep_audio: keepAudio } = settings();
      const now = clock.now();
      const dueAt = await store.purge({ now, undoMinutes, keepAudio });
      if (dueAt === null) return;
      const delay = Math.min(Math.max(dueAt - now, 1000), longestDelayMs);
      this.#timer = setTimeout(() => this.tidy(), delay).unref();
    } catch (thrown) {
      log.write('error', `tidying up failed: ${asWhisError(thrown).message}`);
    }
  }
}
