/** A place in the line. */
export interface Ticket {
  /** Resolves when everyone before has left. */
  readonly ready: Promise<void>;
  /** Leaves the line, whether it was this one's turn or not. */
  leave(): void;
}

/** A line in which sessions wait to be transcribed, so that their texts are delivered in order. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Takes the last place. */
  take(): Ticket {
    const before = this.#last;
    let leave = () => {};
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    this.#last = before.then(() => left);
    return { ready: before, leave };
  }
}
