/** The rate is that of the last seconds: a line that has become slow shows at once. */
const windowMs = 5000;

/** Less than this is too short to tell. */
const leastMs = 500;

/** How fast something comes, from how much of it had come when. */
export class Rate {
  readonly #seen: { readonly at: number; readonly bytes: number }[] = [];

  /** Takes in that so many bytes had come at a time, in milliseconds. */
  add(bytes: number, at: number): void {
    const last = this.#seen.at(-1);
    // Fewer than before: it was begun anew.
    if (last !== undefined && bytes < last.bytes) this.#seen.length = 0;
    this.#seen.push({ at, bytes });
    while (this.#seen.length > 2 && (this.#seen[1]?.at ?? at) < at - windowMs) this.#seen.shift();
  }

  /** Whole bytes a second; null until that can be said. */
  get perSecond(): number | null {
    const [first, last] = [this.#seen[0], this.#seen.at(-1)];
    if (first === undefined || last === undefined || last.at - first.at < leastMs) return null;
    return Math.round(((last.bytes - first.bytes) / (last.at - first.at)) * 1000);
  }
}
