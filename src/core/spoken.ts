import type { Frame } from './ports.ts';
import { Segmenter } from './segmenter.ts';
import { Windows, type Window } from './windows.ts';

/** Finds out by its loudness whether anybody speaks in a recording: silence and steady noise are nobody. */
export class Spoken {
  readonly #windows = new Windows();
  readonly #segmenter = new Segmenter();
  #isFound = false;

  /** Takes the next frame. */
  add(frame: Frame): void {
    if (!this.#isFound) this.#judge(this.#windows.add(frame));
  }

  /** The recording is over: whether anybody spoke in it. */
  end(): boolean {
    if (!this.#isFound) this.#judge(this.#windows.end());
    this.#isFound ||= this.#segmenter.end(this.#windows.durationMs) !== null;
    return this.#isFound;
  }

  #judge(windows: readonly Window[]): void {
    for (const window of windows) this.#isFound ||= this.#segmenter.add(window) !== null;
  }
}
