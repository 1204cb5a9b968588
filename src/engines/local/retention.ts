/** Whoever warms it up is recording: longer than most dictations last. */
const warmMs = 10 * 60_000;
/** Pieces of one dictation follow each other faster than this. */
const betweenPiecesMs = 60_000;

/** Keeps what is slow to load as long as somebody uses it, and for a while after. */
export class Retention {
  readonly #letGo: () => void;
  #afterMs: number;
  /** While a dictation goes on, at least so long. */
  #leastMs = 0;
  #users = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(afterMs: number, letGo: () => void) {
    this.#afterMs = afterMs;
    this.#letGo = letGo;
  }

  get afterMs(): number {
    return this.#afterMs;
  }

  /** From now on, what nobody uses is let go of after this. */
  set afterMs(value: number) {
    if (value === this.#afterMs) return;
    this.#afterMs = value;
    if (this.#timer) this.#wait();
  }

  /** Somebody begins to speak: what is in use now stays for them. */
  warm(): void {
    this.#leastMs = warmMs;
  }

  /** Keeps it until the result is called, which it is once. `isSpoken` is a dictation. */
  use({ isSpoken }: { readonly isSpoken: boolean }): () => void {
    this.#users++;
    this.#stop();
    this.#leastMs = isSpoken ? betweenPiecesMs : Math.min(this.#leastMs, betweenPiecesMs);
    return () => {
      this.#users--;
      // It may have been warmed up meanwhile, for what is over now.
      if (isSpoken) this.#leastMs = Math.min(this.#leastMs, betweenPiecesMs);
      this.#wait();
    };
  }

  /** It was let go of, for whatever reason. */
  end(): void {
    this.#stop();
    this.#leastMs = 0;
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #wait(): void {
    this.#stop();
    if (this.#users > 0) return;
    const ms = Math.max(this.#afterMs, this.#leastMs);
    this.#timer = setTimeout(() => this.#letGo(), ms).unref();
  }
}
