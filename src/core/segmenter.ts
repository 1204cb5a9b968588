import { windowMs } from './loudness.ts';
import type { Window } from './windows.ts';

/** A part of a recording in which somebody speaks, in milliseconds from its start. */
export interface Cut {
  readonly fromMs: number;
  readonly toMs: number;
  /** It ends where no pause was found: the next one begins before, and hears its last words again. */
  readonly isForced: boolean;
}

/** Whisper hears 30 s at once. Source: Radford et al., “Robust Speech Recognition…” (2022), 2.2. */
export const longestCutMs = 30_000;

/** How long a pause has to be to be cut in, by how much of the longest cut there is already. */
const pauses = [
  { share: 1 / 2, length: inWindows(600) },
  { share: 2 / 3, length: inWindows(300) },
  { share: 5 / 6, length: inWindows(160) },
] as const;

/** What ends before this share of the longest cut is too little to be understood. */
const shortestShare = 1 / 4;

/** Sound that is shorter is a click or a key, no word. */
const shortestSound = inWindows(60);

/** Kept of the silence around speech: words begin and end more quietly than they are. */
const margin = inWindows(500);

/** How long before a forced cut the next one begins: at the quietest place between the two. */
const overlap = { most: inWindows(2000), least: inWindows(1000) } as const;

/** A place is judged by this much of it. */
const place = inWindows(200);

/** A stretch of windows, counted from the recording's start. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Says, while a recording goes on, where to cut it: in its pauses, after 15 to 30 s, and not at all
 * before. What no cut holds was silent. It goes by the audio's own time, so that it does not matter
 * how late it is given the windows.
 */
export class Segmenter {
  readonly #longest: number;
  /** What is before is settled. */
  #from = 0;
  /** Of each window since then. */
  #levels: number[] = [];
  /** Where somebody speaks since then. */
  #sounds: Span[] = [];
  /** For how many windows somebody has spoken now. */
  #soundFor = 0;

  /** `longestMs`: no cut is longer. */
  constructor({ longestMs = longestCutMs }: { readonly longestMs?: number } = {}) {
    this.#longest = inWindows(Math.min(longestMs, longestCutMs));
  }

  /** Takes the next window; gives the cut that can be made now, if there is one. */
  add({ level, isSpeech }: Window): Cut | null {
    this.#levels.push(level);
    this.#note(isSpeech);
    return this.#settle();
  }

  /** The recording is over, after so long: gives the last cut, unless silence is all that is left. */
  end(durationMs: number): Cut | null {
    const last = this.#sounds.at(-1);
    if (!last) return null;
    const toMs = Math.min((last.to + margin) * windowMs, durationMs);
    return { fromMs: this.#from * windowMs, toMs, isForced: false };
  }

  get #now(): number {
    return this.#from + this.#levels.length;
  }

  /** Notes whether somebody speaks in the window that ends now. */
  #note(isSpeech: boolean): void {
    const to = this.#now;
    this.#soundFor = isSpeech ? this.#soundFor + 1 : 0;
    if (this.#soundFor === shortestSound) this.#sounds.push({ from: to - shortestSound, to });
    if (this.#soundFor <= shortestSound) return;
    const last = this.#sounds.pop();
    this.#sounds.push({ from: last?.from ?? this.#from, to });
  }

  #settle(): Cut | null {
    if (this.#sounds.length === 0) {
      this.#goOnFrom(Math.max(this.#from, this.#now - margin - shortestSound));
      return null;
    }
    const share = this.#levels.length / this.#longest;
    const needed = pauses.findLast((pause) => share >= pause.share);
    if (!needed) return null;
    const pause = this.#longestPause();
    if (pause && pause.to - pause.from >= needed.length) return this.#cutIn(pause);
    return share >= 1 ? this.#force() : null;
  }

  #longestPause(): Span | undefined {
    const earliest = this.#from + shortestShare * this.#longest;
    return this.#sounds
      .map(({ to }, index) => ({ from: to, to: this.#sounds[index + 1]?.from ?? this.#now }))
      .filter(({ to }) => to >= earliest)
      .reduce<Span | undefined>(
        (one, other) => (one && isLonger(one, other) ? one : other),
        undefined,
      );
  }

  /** Cuts in the middle of a pause; what is more than a margin away from speech goes to neither side. */
  #cutIn({ from, to }: Span): Cut {
    const middle = Math.floor((from + to) / 2);
    const cut = this.#cut(Math.min(middle, from + margin), false);
    this.#goOnFrom(Math.max(middle, to - margin));
    return cut;
  }

  /** Cuts where it is quietest near the end, and goes on a little before. */
  #force(): Cut {
    const length = this.#levels.length;
    const end = this.#quietest({ from: Math.floor((1 - shortestShare) * length), to: length });
    // The middle of the window: with the sound's edges as far away as can be.
    const cut = this.#cut(this.#from + end + 0.5, true);
    const again = { from: Math.max(1, end - overlap.most), to: Math.max(2, end - overlap.least) };
    this.#goOnFrom(this.#from + this.#quietest(again));
    return cut;
  }

  #cut(to: number, isForced: boolean): Cut {
    return { fromMs: this.#from * windowMs, toMs: to * windowMs, isForced };
  }

  #goOnFrom(at: number): void {
    this.#levels = this.#levels.slice(at - this.#from);
    this.#sounds = this.#sounds
      .filter(({ to }) => to > at)
      .map(({ from, to }) => ({ from: Math.max(from, at), to }));
    this.#from = at;
  }

  /** The quietest window of the quietest place; both counted from `#from`. */
  #quietest({ from, to }: Span): number {
    const levels = this.#levels.slice(from, to);
    const sums = levels.map((_, at) => sum(levels.slice(at, at + place)));
    const complete = sums.slice(0, Math.max(1, levels.length - place + 1));
    const found = complete.indexOf(Math.min(...complete));
    const nearby = levels.slice(found, found + place);
    return from + found + nearby.indexOf(Math.min(...nearby));
  }
}

function inWindows(ms: number): number {
  return Math.floor(ms / windowMs);
}

function isLonger(one: Span, other: Span): boolean {
  return one.to - one.from >= other.to - other.from;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
