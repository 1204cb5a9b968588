import type { Modifier } from './accelerator.ts';

/** What the hook says of one key going down or up. */
export interface KeyEvent {
  readonly isDown: boolean;
  readonly keycode: number;
  /** Held at this moment, in any order. */
  readonly held: ReadonlySet<Modifier>;
  /** Milliseconds since some fixed moment. */
  readonly timeMs: number;
}

/** What is listened for: any of these keys, with exactly these modifiers. */
export interface Combination {
  readonly keycodes: readonly number[];
  readonly modifiers: readonly Modifier[];
}

/**
 * The longest wait before a held key repeats: macOS's slowest setting (1.8 s); X11 has 0.66 s,
 * Windows at most 1 s. A key that has been silent for longer was let go without our hearing it
 * (screen locked, session switched), so its next press is a new one.
 */
const longestRepeatMs = 2_000;

/** Tells a press of the shortcut from its repetitions and from other keys. */
export class PressDetector {
  readonly #combination: Combination;
  #downSinceMs: number | null = null;

  constructor(combination: Combination) {
    this.#combination = combination;
  }

  /** Takes the next event; true when the shortcut has just been pressed. */
  hears({ isDown, keycode, held, timeMs }: KeyEvent): boolean {
    const { keycodes, modifiers } = this.#combination;
    if (!keycodes.includes(keycode)) return false;
    const last = this.#downSinceMs;
    this.#downSinceMs = isDown ? timeMs : null;
    const isRepeated = last !== null && timeMs - last < longestRepeatMs;
    if (!isDown || isRepeated) return false;
    return held.size === modifiers.length && modifiers.every((name) => held.has(name));
  }
}
