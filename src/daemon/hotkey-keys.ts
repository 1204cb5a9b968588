import type { Capture } from '../core/machine.ts';
import { Shortcut, type ShortcutAsk } from '../core/shortcut.ts';
import type { Clock, HotkeyWish } from '../core/ports.ts';
import { asWhisError } from '../protocol/errors.ts';
import type { RequestType } from '../protocol/requests.ts';
import type { Settings } from '../protocol/settings.ts';
import type { Dictations } from './dictations.ts';
import type { Log } from './log.ts';

const requests: Readonly<Record<ShortcutAsk, RequestType>> = {
  toggle: 'toggle',
  start: 'start_session',
  stop: 'stop_session',
};

/** What the settings wish of the shortcut's listener. */
export function hotkeyWish({
  hotkey,
  hotkey_mode: mode,
  escape_cancels: escape,
}: Settings): HotkeyWish {
  return { accelerator: hotkey, needsRelease: mode !== 'toggle', needsEscape: escape };
}

/** Whether a setting is about the shortcut. */
export function isAboutHotkey(key: string): boolean {
  return key.startsWith('hotkey') || key === 'escape_cancels';
}

/** Turns what a person does with the shortcut into requests, the same that anybody else makes. */
export class HotkeyKeys {
  readonly #shortcut: Shortcut;
  readonly #dictations: Pick<Dictations, 'machine'>;
  readonly #settings: () => Settings;
  readonly #ask: (type: RequestType) => Promise<unknown>;
  readonly #log: Pick<Log, 'write'>;

  constructor({
    clock,
    dictations,
    settings,
    ask,
    log,
  }: {
    clock: Clock;
    dictations: Pick<Dictations, 'machine'>;
    settings: () => Settings;
    ask: (type: RequestType) => Promise<unknown>;
    log: Pick<Log, 'write'>;
  }) {
    this.#shortcut = new Shortcut(clock);
    this.#dictations = dictations;
    this.#settings = settings;
    this.#ask = ask;
    this.#log = log;
  }

  pressed(): void {
    const ask = this.#shortcut.press(this.#settings().hotkey_mode, this.#phase !== 'none');
    void this.#do(requests[ask]);
  }

  released(): void {
    const ask = this.#shortcut.release(this.#settings().hotkey_mode);
    // A recording that has ended by itself meanwhile needs no end.
    if (ask && this.#phase !== 'none') void this.#do(requests[ask]);
  }

  /**
   * Escape is everybody's key: it means something here only while a dictation is recorded, and not
   * while it is held and the person does something else.
   */
  escaped(): void {
    if (this.#phase === 'starting' || this.#phase === 'on') void this.#do('cancel_session');
  }

  get #phase(): Capture['phase'] {
    return this.#dictations.machine.capture.phase;
  }

  async #do(type: RequestType): Promise<void> {
    try {
      await this.#ask(type);
    } catch (thrown) {
      this.#log.write('error', `the shortcut did nothing: ${asWhisError(thrown).message}`);
    }
  }
}
