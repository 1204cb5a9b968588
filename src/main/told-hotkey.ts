import type { Hotkey, HotkeyEvents, HotkeyWish } from '../core/ports.ts';
import type { HotkeyStatus } from '../protocol/status.ts';

/** A shortcut of which the windows hear at once: that it was pressed, and whether it is listened for. */
export class ToldHotkey implements Hotkey {
  readonly #hotkey: Hotkey;
  readonly #tell: (status: HotkeyStatus) => void;

  constructor(
    events: HotkeyEvents,
    {
      open,
      tell,
    }: {
      open: (events: HotkeyEvents) => Hotkey;
      /** Hears what is true from now on: after each press, and once something else is listened for. */
      tell: (status: HotkeyStatus) => void;
    },
  ) {
    this.#tell = tell;
    const pressed = () => {
      events.pressed();
      tell(this.#hotkey.status());
    };
    this.#hotkey = open({ ...events, pressed });
  }

  status(): HotkeyStatus {
    return this.#hotkey.status();
  }

  async arm(wish: HotkeyWish): Promise<void> {
    await this.#hotkey.arm(wish);
    this.#tell(this.status());
  }

  close(): Promise<void> {
    return this.#hotkey.close();
  }
}
