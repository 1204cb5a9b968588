import { uptime } from 'node:os';

import type { Parts } from './parts.ts';
import { asWhisError } from '../protocol/errors.ts';

/** setTimeout takes no longer delay: 2^31 − 1 ms, about 24 days. */
const longestDelayMs = 2_147_483_647;

type Needed = Pick<Parts, 'store' | 'settings' | 'clock' | 'log' | 'dictations'>;

/**
 * Removes for good what can no longer be undone, and audio that the settings do not keep: while no
 * dictation is recorded or transcribed. It runs when something has changed, and once more when the
 * next thing falls due: nothing ticks.
 */
export class Housekeeping {
  readonly #parts: Needed;
  /** What the wall clock and the machine's own said at the start, in milliseconds. */
  readonly #began: { readonly wall: number; readonly up: number };
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(parts: Needed) {
    this.#parts = parts;
    this.#began = { wall: parts.clock.now(), up: upMs() };
  }

  /** Tidies up after whatever is running has ended. While a dictation goes on, its end does so. */
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
    const { store, settings, log, dictations } = this.#parts;
    clearTimeout(this.#timer);
    if (!dictations.isStill) return;
    try {
      const { undo_minutes: undoMinutes, keep_audio: keepAudio } = settings();
      const now = this.#now();
      const mayGoOn = () => dictations.isStill;
      const dueAt = await store.purge({ now, undoMinutes, keepAudio, mayGoOn });
      if (dueAt === null) return;
      const delay = Math.min(Math.max(dueAt - now, 1000), longestDelayMs);
      this.#timer = setTimeout(() => this.tidy(), delay).unref();
    } catch (thrown) {
      log.write('error', `tidying up failed: ${asWhisError(thrown).message}`);
    }
  }

  /**
   * The earlier of what the wall clock says and what it should say by the machine's own, which no one
   * sets and which goes on while it sleeps: a clock that jumps ahead must not let anything fall due.
   */
  #now(): number {
    const { wall, up } = this.#began;
    return Math.min(this.#parts.clock.now(), wall + upMs() - up);
  }
}

/** How long the machine has been on, in milliseconds. */
function upMs(): number {
  return uptime() * 1000;
}
