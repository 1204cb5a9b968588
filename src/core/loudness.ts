import { decibels } from './level.ts';
import type { Frame } from './ports.ts';
import { sampleRateHz } from './wav.ts';

/** Length of the windows by which sound is judged: shorter than the gap inside of a “t”. */
export const windowMs = 20;

/** The same in samples. */
export const windowSamples = (sampleRateHz / 1000) * windowMs;

/**
 * The quietest level that is told apart from nothing, in dB relative to full scale: rounding to 16
 * bits alone makes noise of about −95, the best microphones in a silent room of −75.
 */
export const quietestDbfs = -80;

/**
 * Loud is what rises so far above the floor, in dB. White, pink and brown noise sway by less for 60 ms;
 * speech does not, even where such a noise is louder than it is by 2 dB.
 */
const riseDb = 4;

/** The floor gives way to a lasting noise by 1 dB a second. */
const floorRiseDb = windowMs / 1000;

/** How much of a new window goes into the mean that the floor follows: one of about 100 ms. */
const smoothing = 0.2;

/** Pole of the filter that takes direct current and rumble away: 3 dB less at about 100 Hz. */
const pole = 0.96;

/** Measures how loud each window is, by the audio's own time; windows begin with the recording. */
export class Loudness {
  #sum = 0;
  #inWindow = 0;
  #last = 0;
  #filtered = 0;

  /** Adds a frame; gives the level of each window that it fills, in dB relative to full scale. */
  add(frame: Frame): number[] {
    const levels: number[] = [];
    for (const sample of frame) {
      this.#filtered = sample - this.#last + pole * this.#filtered;
      this.#last = sample;
      this.#sum += this.#filtered * this.#filtered;
      if (++this.#inWindow === windowSamples) levels.push(this.#take());
    }
    return levels;
  }

  /** The level of a last window that was not filled; none when there is none. */
  end(): number[] {
    return this.#inWindow === 0 ? [] : [this.#take()];
  }

  #take(): number {
    const level = decibels(Math.sqrt(this.#sum / this.#inWindow));
    this.#sum = 0;
    this.#inWindow = 0;
    return Math.max(level, quietestDbfs);
  }
}

/** Many sound systems begin with so much of nothing, which says nothing about the room. */
const mostZeros = 2000 / windowMs;

/** Follows how loud it is where nobody speaks: down at once, up slowly. */
export class Floor {
  #zeros = 0;
  #mean: number | null = null;
  #floor = Infinity;

  /** Takes the level of the next window; tells whether it rises clearly above the floor. */
  isLoud(level: number): boolean {
    if (this.#mean === null && level === quietestDbfs && ++this.#zeros < mostZeros) return false;
    this.#mean = this.#mean === null ? level : this.#mean + smoothing * (level - this.#mean);
    this.#floor = Math.min(this.#mean, this.#floor + floorRiseDb);
    return level > this.#floor + riseDb;
  }
}

/** In a shorter recording nothing tells the floor: what is next to nothing is silent there. */
const shortestKnown = 1000 / windowMs;

/**
 * Which windows of a beginning are loud, once more of it is known: whoever speaks from the first moment
 * on was measured against their own voice, and is not when time runs backwards.
 */
export function loudInHindsight(levels: readonly number[]): boolean[] {
  if (levels.length < shortestKnown) return levels.map((level) => level > quietestDbfs + riseDb);
  const forwards = new Floor();
  const backwards = new Floor();
  const before = levels.map((level) => forwards.isLoud(level));
  const after = levels.toReversed().map((level) => backwards.isLoud(level));
  return before.map((isLoud, index) => isLoud || after.at(-1 - index) === true);
}
