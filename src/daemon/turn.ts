/** A client that asks a lot in one go makes the others wait no longer than this. */
const turnMs = 5;

/** The time in which one client is served before the others have their turn. */
export class Turn {
  readonly #onNext: () => void;
  #endsAt = 0;
  #isWaiting = false;

  /** `onNext`: the others have had theirs. */
  constructor(onNext: () => void) {
    this.#onNext = onNext;
  }

  /** Whether it is the others' turn now. */
  get isOver(): boolean {
    return this.#isWaiting;
  }

  begin(): void {
    this.#endsAt = performance.now() + turnMs;
  }

  /** Ends it when its time is up. */
  look(): void {
    if (this.#isWaiting || performance.now() <= this.#endsAt) return;
    this.#isWaiting = true;
    setImmediate(() => {
      this.#isWaiting = false;
      this.begin();
      this.#onNext();
    });
  }
}
