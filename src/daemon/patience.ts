/** The first request must be complete this long after its first byte. */
const firstRequestMs = 5_000;

/** A connection on which nothing was ever said is closed after this time. */
const silenceMs = 60_000;

/** How long the first request of a client is waited for. */
export class Patience {
  readonly #onLate: (waitedMs: number) => void;
  #timer: NodeJS.Timeout | undefined;
  #hasHeard = false;
  #isOver = false;

  constructor(onLate: (waitedMs: number) => void) {
    this.#onLate = onLate;
    this.#wait(silenceMs);
  }

  /** Something came: from the first byte on there is less time. */
  hear(): void {
    if (this.#hasHeard) return;
    this.#hasHeard = true;
    if (!this.#isOver) this.#wait(firstRequestMs);
  }

  /** There is nothing to wait for any more: a request came, or the client has gone. */
  end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#onLate(ms), ms);
  }
}
