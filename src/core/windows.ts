import { Floor, Loudness, loudInHindsight, windowMs, windowSamples } from './loudness.ts';
import type { Frame } from './ports.ts';

/** A window of a recording, judged. */
export interface Window {
  /** In dB relative to full scale. */
  readonly level: number;
  readonly isSpeech: boolean;
}

/** A window that is measured, and what is known of it so far. */
interface Measured {
  readonly level: number;
  /** The first sample after it. */
  readonly end: number;
  /** Null as long as the floor is not known. */
  isLoud: boolean | null;
  /** Null as long as the detector has not told of all of it. */
  isSpeech: boolean | null;
}

/** Until then the floor is not known. */
const settling = 2000 / windowMs;

/**
 * Makes windows of a recording, by the audio's own time, and gives each once it is judged: by a
 * detector of speech where there is one, however late that tells, else by its loudness.
 */
export class Windows {
  readonly #loudness = new Loudness();
  readonly #floor = new Floor();
  #hasDetector: boolean;
  #samples = 0;
  #count = 0;
  /** What was measured before the floor was known; null from then on. */
  #beginning: Measured[] | null = [];
  /** In order: what is not judged yet. */
  readonly #waiting: Measured[] = [];
  /** Whether somebody speaks in what was told of the first of those. */
  #hasSpeech = false;

  /** `hasDetector`: what is speech, `hear` is told. */
  constructor({ hasDetector = false }: { readonly hasDetector?: boolean } = {}) {
    this.#hasDetector = hasDetector;
  }

  /** Length of what was added, in milliseconds. */
  get durationMs(): number {
    return (this.#samples / windowSamples) * windowMs;
  }

  /** Takes the next frame; gives the windows that can be judged now, in order. */
  add(frame: Frame): Window[] {
    this.#samples += frame.length;
    for (const level of this.#loudness.add(frame)) this.#measure(level);
    return this.#take();
  }

  /** As `SpeechEvents.heard`; gives what `add` does. A window with speech in any part of it is speech. */
  hear(untilSample: number, isSpeech: boolean): Window[] {
    for (const window of this.#waiting) {
      if (window.end - windowSamples >= untilSample) break;
      this.#hasSpeech ||= isSpeech;
      if (window.end > untilSample) break;
      window.isSpeech = this.#hasSpeech;
      this.#hasSpeech = false;
    }
    return this.#take();
  }

  /** Nothing more is told: gives what `add` does, by its loudness from now on. */
  goByLoudness(): Window[] {
    this.#hasDetector = false;
    return this.#take();
  }

  /** The recording is over: gives all windows that are left. */
  end(): Window[] {
    for (const level of this.#loudness.end()) this.#measure(level);
    this.#lookBack();
    return this.goByLoudness();
  }

  #measure(level: number): void {
    this.#count += 1;
    const isLoud = this.#floor.isLoud(level);
    const end = this.#count * windowSamples;
    const window = { level, end, isLoud: this.#beginning ? null : isLoud, isSpeech: null };
    this.#waiting.push(window);
    this.#beginning?.push(window);
    if (this.#count === settling) this.#lookBack();
  }

  #lookBack(): void {
    const windows = this.#beginning ?? [];
    this.#beginning = null;
    const loud = loudInHindsight(windows.map(({ level }) => level));
    for (const [index, window] of windows.entries()) window.isLoud = loud[index] ?? null;
  }

  #take(): Window[] {
    const verdict = ({ isSpeech, isLoud }: Measured) => (this.#hasDetector ? isSpeech : isLoud);
    const open = this.#waiting.findIndex((window) => verdict(window) === null);
    return this.#waiting
      .splice(0, open < 0 ? this.#waiting.length : open)
      .map((window) => ({ level: window.level, isSpeech: verdict(window) === true }));
  }
}
