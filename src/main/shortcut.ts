import { globalShortcut } from 'electron';

import type { Hotkey, HotkeyEvents, HotkeyWish } from '../core/ports.ts';
import type { HotkeyStatus } from '../protocol/status.ts';

const nothing: HotkeyWish = { accelerator: null, needsRelease: false, needsEscape: false };

/**
 * The shortcut in the tray app: Electron's own for a press (through the desktop's portal on Wayland),
 * the hook of the desktop room where letting go or Escape matters, since Electron tells neither.
 */
export class ElectronHotkey implements Hotkey {
  readonly #events: HotkeyEvents;
  readonly #hook: Hotkey;
  readonly #findObstacle: (accelerator: string) => Promise<string | null>;
  #wish: HotkeyWish = nothing;
  #reason: string | null = 'not started yet';
  #lastEventAt: string | null = null;

  constructor(
    events: HotkeyEvents,
    {
      openHook,
      findObstacle,
    }: {
      openHook: (events: HotkeyEvents) => Hotkey;
      /** Why Electron would say yes to a shortcut and never tell of it; null when nothing is known. */
      findObstacle: (accelerator: string) => Promise<string | null>;
    },
  ) {
    this.#events = events;
    this.#hook = openHook(events);
    this.#findObstacle = findObstacle;
  }

  status(): HotkeyStatus {
    if (needsHook(this.#wish)) return this.#hook.status();
    const armed = this.#reason === null;
    return {
      accelerator: this.#wish.accelerator,
      backend: armed ? 'electron' : null,
      armed,
      reason: this.#reason,
      last_event_at: this.#lastEventAt,
    };
  }

  async arm(wish: HotkeyWish): Promise<void> {
    this.#wish = wish;
    globalShortcut.unregisterAll();
    if (needsHook(wish)) return this.#hook.arm(wish);
    await this.#hook.arm(nothing);
    const { accelerator } = wish;
    const obstacle = accelerator === null ? null : await this.#findObstacle(accelerator);
    // Something else was wished for meanwhile.
    if (this.#wish !== wish) return;
    this.#reason = obstacle ?? this.#register(accelerator);
  }

  async close(): Promise<void> {
    await this.arm(nothing);
    await this.#hook.close();
  }

  /** Why the shortcut is not heard; null when it is. */
  #register(accelerator: string | null): string | null {
    if (accelerator === null) return 'no shortcut is set';
    const taken = `${accelerator} is taken by another program, or the desktop refuses it. Choose another one, or bind the command “whis toggle” to a key in the desktop’s settings.`;
    try {
      const pressed = () => {
        this.#lastEventAt = new Date().toISOString();
        this.#events.pressed();
      };
      return globalShortcut.register(accelerator, pressed) ? null : taken;
    } catch {
      return `“${accelerator}” is no shortcut that Electron knows. Write it like ctrl+shift+r.`;
    }
  }
}

function needsHook({ accelerator, needsRelease, needsEscape }: HotkeyWish): boolean {
  return accelerator !== null && (needsRelease || needsEscape);
}
