import type { Settings } from '../protocol/settings.ts';
import type { Clock } from './ports.ts';

/** A shortcut held for longer than this was held to speak; a shorter press is a tap. */
const tapMs = 400;

/** What a press or a release asks for. */
export type ShortcutAsk = 'toggle' | 'start' | 'stop';

/** Understands what a person means by pressing and letting go of the shortcut. */
export class Shortcut {
  readonly #clock: Clock;
  /** When the press that began the recording was; null when the next release means nothing. */
  #pressedAt: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The shortcut went down. `isCapturing`: a dictation has the microphone, or is about to. */
  press(mode: Settings['hotkey_mode'], isCapturing: boolean): ShortcutAsk {
    if (mode === 'toggle') return 'toggle';
    // Also in `hold`: the release that should have ended it was missed.
    if (isCapturing) {
      this.#pressedAt = null;
      return 'stop';
    }
    this.#pressedAt = this.#clock.elapsed();
    return 'start';
  }

  /** The shortcut was let go; null when that means nothing. */
  release(mode: Settings['hotkey_mode']): ShortcutAsk | null {
    const pressedAt = this.#pressedAt;
    this.#pressedAt = null;
    if (mode === 'toggle' || pressedAt === null) return null;
    const isTap = this.#clock.elapsed() - pressedAt < tapMs;
    return mode === 'tap_or_hold' && isTap ? null : 'stop';
  }
}
