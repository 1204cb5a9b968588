import type { Modifier } from './accelerator.ts';

/** What the hook says of one key going down or up. */
export interface KeyEvent {
  readonly isDown: boolean;
  readonly keycode: number;
  /** Held once this has happened, in any order. */
  readonly held: ReadonlySet<Modifier>;
  /** Milliseconds since some fixed moment. */
  readonly timeMs: number;
}

/** A shortcut: any of these keys, with exactly these modifiers. */
export interface Combination {
  readonly keycodes: readonly number[];
  readonly modifiers: readonly Modifier[];
}

/** What is listened for. */
export interface KeyOrder {
  /** Null where Escape alone is. */
  readonly combination: Combination | null;
  readonly needsRelease: boolean;
  readonly needsEscape: boolean;
}

/** What a person did: the only words about keys that anybody hears. */
export type KeySignal = 'pressed' | 'released' | 'escaped';

/** Escape's number at the hook. */
export const escapeCode = 1;

/**
 * The longest wait before a held key repeats: macOS's slowest setting (1.8 s); X11 has 0.66 s,
 * Windows at most 1 s. A key that has been silent for longer was let go without our hearing it
 * (screen locked, session switched), so its next press is a new one.
 */
const longestRepeatMs = 2_000;

/** How often `tick` wants to be called while the shortcut is held. */
export const tickMs = 500;

/** Ticks, not time: a machine that slept or was busy for a while has ticked once, and may catch up. */
const ticksToGiveUp = longestRepeatMs / tickMs + 1;

/**
 * Tells presses and releases of the shortcut, and of Escape, from their repetitions and from other
 * keys. To each press there is one release: its key or one of its modifiers has gone up.
 */
export class PressDetector {
  readonly #order: KeyOrder;
  readonly #lastDownMs = new Map<'shortcut' | 'escape', number>();
  #isHeld = false;
  /** The held key repeats: when that ends, it was let go, heard or not. */
  #isRepeating = false;
  #silentTicks = 0;

  constructor(order: KeyOrder) {
    this.#order = order;
  }

  /** Whether the shortcut is held, and `tick` wants to be called. */
  get wantsTicks(): boolean {
    return this.#isHeld && this.#order.needsRelease;
  }

  /** Takes the next event; gives what it means, in order. */
  hears(event: KeyEvent): readonly KeySignal[] {
    const which = this.#which(event.keycode);
    const isNew = which !== null && this.#isNewPress(which, event);
    const signals = this.#isHeld && this.#endsPress(event, which, isNew) ? this.#release() : [];
    this.#silentTicks = 0;
    // Another key that goes down takes the repeating over, and silence says nothing any more.
    this.#isRepeating = this.#isHeld && event.isDown && which === 'shortcut';
    if (which === 'shortcut' && isNew && this.#hasExactly(event.held)) {
      this.#isHeld = true;
      return [...signals, 'pressed'];
    }
    return isNew && this.#isEscape(event, which) ? [...signals, 'escaped'] : signals;
  }

  /** Half a second has passed. A key that repeated, and has stopped to, was let go unheard. */
  tick(): readonly KeySignal[] {
    if (!this.#isRepeating) return [];
    this.#silentTicks += 1;
    return this.#silentTicks < ticksToGiveUp ? [] : this.#release();
  }

  #which(keycode: number): 'shortcut' | 'escape' | null {
    const { combination, needsEscape } = this.#order;
    if (combination?.keycodes.includes(keycode)) return 'shortcut';
    return needsEscape && keycode === escapeCode ? 'escape' : null;
  }

  #isNewPress(which: 'shortcut' | 'escape', { isDown, timeMs }: KeyEvent): boolean {
    const last = this.#lastDownMs.get(which);
    if (!isDown) this.#lastDownMs.delete(which);
    else this.#lastDownMs.set(which, timeMs);
    return isDown && (last === undefined || timeMs - last >= longestRepeatMs);
  }

  #endsPress({ isDown, held }: KeyEvent, which: string | null, isNew: boolean): boolean {
    // A new press of a key that is held: its release was not heard.
    if (which === 'shortcut' && (!isDown || isNew)) return true;
    return !this.#order.combination?.modifiers.every((name) => held.has(name));
  }

  #release(): readonly KeySignal[] {
    this.#isHeld = this.#isRepeating = false;
    return this.#order.needsRelease ? ['released'] : [];
  }

  #hasExactly(held: ReadonlySet<Modifier>): boolean {
    const modifiers = this.#order.combination?.modifiers ?? [];
    return held.size === modifiers.length && modifiers.every((name) => held.has(name));
  }

  /** With a modifier it is another key (ctrl+escape opens menus), unless they are the shortcut's own. */
  #isEscape({ keycode, held }: KeyEvent, which: 'shortcut' | 'escape' | null): boolean {
    if (!this.#order.needsEscape || keycode !== escapeCode) return false;
    return held.size === 0 || (which === 'escape' && this.#isHeld);
  }
}
