import type { Reading } from '../core/level.ts';
import type { Controls } from '../core/story.ts';
import { Valve } from '../core/valve.ts';
import type { WhisError } from '../protocol/errors.ts';
import type { Session } from '../protocol/session.ts';

/** One session while it is recorded or transcribed: its levers, and what can be waited for. */
export class Run {
  readonly #stop = new AbortController();
  readonly #cancel = new AbortController();
  readonly #leave = new AbortController();
  readonly #heard = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<Session | null>();
  readonly valve = new Valve();
  /** The last tenth of a second that was measured. */
  reading: Reading | null = null;

  constructor() {
    // Somebody may wait for the first frame, but nobody has to.
    this.#heard.promise.catch(() => {});
  }

  get controls(): Controls {
    return {
      stop: this.#stop.signal,
      cancel: this.#cancel.signal,
      leave: this.#leave.signal,
      valve: this.valve,
    };
  }

  /** Resolves with the first frame; rejects when none comes. */
  get heard(): Promise<void> {
    return this.#heard.promise;
  }

  /** Resolves when everything is over, with the session as it was left; null: nothing was recorded. */
  get ended(): Promise<Session | null> {
    return this.#ended.promise;
  }

  stop(): void {
    this.#stop.abort();
  }

  cancel(reason: WhisError): void {
    this.#cancel.abort(reason);
  }

  /** Stops whatever goes on and leaves the session for the next start. */
  leave(): void {
    this.#stop.abort();
    this.#leave.abort();
  }

  isHeard(): void {
    this.#heard.resolve();
  }

  isUnheard(error: WhisError): void {
    this.#heard.reject(error);
  }

  end(session: Session | null): void {
    this.#ended.resolve(session);
  }
}
