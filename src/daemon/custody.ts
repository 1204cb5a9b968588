import type { Clipboard } from '../core/ports.ts';
import { asWhisError } from '../protocol/errors.ts';

/**
 * X11 and Wayland hand a text out only when the pasting program asks for it, which it does once it
 * gets to the key, and no tool tells when that was. Too early, and it would paste the older text.
 */
const pastedMs = 1000;

/** A program that hangs while it owns the clipboard keeps nobody's text from being pasted. */
const readMs = 500;

/** What was on the clipboard before a text of ours. */
interface Lent {
  readonly former: string;
  readonly ours: string;
}

/** Keeps what was on the clipboard while a text of ours is pasted from it, and puts it back. */
export class Custody {
  readonly #clipboard: Clipboard;
  readonly #onError: (error: Error) => void;
  readonly #afterMs: number;
  #lent: Lent | null = null;
  #timer: NodeJS.Timeout | undefined;
  #giving: Promise<void> = Promise.resolve();

  /** `onError` hears why something could not be put back; `afterMs` is how long a paste may take. */
  constructor(
    clipboard: Clipboard,
    { onError, afterMs = pastedMs }: { onError: (error: Error) => void; afterMs?: number },
  ) {
    this.#clipboard = clipboard;
    this.#onError = onError;
    this.#afterMs = afterMs;
  }

  /** The text that is to be put back later; null when there is none. Never rejects. */
  async take(cancel: AbortSignal): Promise<string | null> {
    const lent = this.#lent;
    await this.forget();
    const enough = AbortSignal.any([cancel, AbortSignal.timeout(readMs)]);
    // What cannot be read cannot be put back; whether the clipboard works, the writing will tell.
    const there = await this.#clipboard.read({ cancel: enough }).catch(() => null);
    // A text of ours that the next one overtakes: what was there before both is to come back.
    return lent !== null && there === lent.ours ? lent.former : there;
  }

  /** Puts `former` back once `ours` has been pasted, if that is what is there then. */
  putBack(former: string, ours: string): void {
    const lent = { former, ours };
    this.#lent = lent;
    this.#timer = setTimeout(() => {
      this.#giving = this.#giveBack(lent);
    }, this.#afterMs);
    // No daemon stays for this.
    this.#timer.unref();
  }

  /** Puts nothing back: what is put on the clipboard next is meant to stay. Never rejects. */
  async forget(): Promise<void> {
    clearTimeout(this.#timer);
    this.#lent = null;
    // The older text must not come after the next one.
    await this.#giving;
  }

  async #giveBack(lent: Lent): Promise<void> {
    try {
      const isOurs = (await this.#clipboard.read()) === lent.ours;
      if (isOurs && this.#lent === lent)
        await this.#clipboard.write(lent.former, { isGentle: true });
    } catch (thrown) {
      this.#onError(asWhisError(thrown, 'delivery_failed'));
    } finally {
      if (this.#lent === lent) this.#lent = null;
    }
  }
}
