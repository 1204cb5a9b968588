/** Holds a recording for a while: the microphone closes, the session stays. */
export class Valve {
  #isHeld = false;
  #waiting: Array<() => void> = [];

  get isHeld(): boolean {
    return this.#isHeld;
  }

  hold(): void {
    this.#turn(true);
  }

  release(): void {
    this.#turn(false);
  }

  /** Calls back at the next turn of the valve; the result takes that back. */
  onceTurned(listener: () => void): () => void {
    this.#waiting.push(listener);
    return () => {
      this.#waiting = this.#waiting.filter((waiting) => waiting !== listener);
    };
  }

  #turn(isHeld: boolean): void {
    if (this.#isHeld === isHeld) return;
    this.#isHeld = isHeld;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const listener of waiting) listener();
  }
}
