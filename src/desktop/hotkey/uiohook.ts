import { setTimeout as pause } from 'node:timers/promises';

import type { Hotkey, HotkeyEvents, HotkeyWish, SpawnModule } from '../../core/ports.ts';
import { asWhisError } from '../../protocol/errors.ts';
import type { HotkeyStatus } from '../../protocol/status.ts';
import type { DesktopSession } from '../session.ts';
import { parseAccelerator } from './accelerator.ts';
import { startListener } from './listener.ts';
import { hotkeyObstacle } from './obstacle.ts';
import type { KeyOrder, KeySignal } from './press.ts';

const backOffMs = 1_000;
/** A listener that dies this soon after it was started anew is not started a third time. */
const steadyMs = 60_000;

const noShortcut = 'no shortcut is set';
const nothing: HotkeyWish = { accelerator: null, needsRelease: false, needsEscape: false };

/**
 * The shortcut, heard through libuiohook in a process of its own. When that dies it is started once
 * more; when that fails too, `lost` is told and `status` says why. A shortcut that is held meanwhile
 * counts as let go: nobody will hear it any more.
 */
export class UiohookHotkey implements Hotkey {
  readonly #session: DesktopSession;
  readonly #spawnModule: SpawnModule;
  readonly #events: HotkeyEvents;
  readonly #readyMs: number;
  #accelerator: string | null = null;
  /** Why it is not armed; null when it is. */
  #reason: string | null = 'not started yet';
  #lastEventAt: string | null = null;
  /** Pressed, and its release is still to be told. */
  #isHeld = false;
  #stop = new AbortController();
  #ended: Promise<void> = Promise.resolve();

  constructor({
    session,
    spawnModule,
    events,
    readyMs = 5_000,
  }: {
    readonly session: DesktopSession;
    readonly spawnModule: SpawnModule;
    readonly events: HotkeyEvents;
    /** How long its process may take to begin; 5 s unless a test is in a hurry. */
    readonly readyMs?: number;
  }) {
    this.#session = session;
    this.#spawnModule = spawnModule;
    this.#events = events;
    this.#readyMs = readyMs;
  }

  status(): HotkeyStatus {
    const armed = this.#reason === null;
    return {
      accelerator: this.#accelerator,
      backend: armed ? 'uiohook' : null,
      armed,
      reason: this.#reason,
      last_event_at: this.#lastEventAt,
    };
  }

  /** Resolves once keys are heard or it is known why not: after 5 s at most. */
  async arm(wish: HotkeyWish): Promise<void> {
    this.#stop.abort();
    this.#letGo();
    const stop = (this.#stop = new AbortController());
    this.#accelerator = wish.accelerator;
    this.#reason = 'being started';
    await this.#ended;
    // Armed once more meanwhile: that call goes on.
    if (stop.signal.aborted) return;
    const order = this.#order(wish);
    if (order === null) return;
    await new Promise<void>((settled) => {
      this.#ended = this.#listen(order, stop.signal, settled).finally(settled);
    });
  }

  /** Nothing is told any more, not even a release. */
  async close(): Promise<void> {
    this.#isHeld = false;
    await this.arm(nothing);
  }

  /** What to listen for; null, with the reason noted, when there is nothing to start. */
  #order({ accelerator, needsRelease, needsEscape }: HotkeyWish): KeyOrder | null {
    if (accelerator === null) {
      this.#reason = noShortcut;
      const isEscapeHeard = needsEscape && hotkeyObstacle(this.#session) === null;
      return isEscapeHeard ? { combination: null, needsRelease: false, needsEscape } : null;
    }
    try {
      const parsed = parseAccelerator(accelerator, { isMac: this.#session.kind === 'macos' });
      const obstacle = hotkeyObstacle(this.#session, parsed);
      const { modifiers, key } = parsed;
      if (obstacle === null)
        return { combination: { modifiers, keycodes: key.codes }, needsRelease, needsEscape };
      this.#reason = `${obstacle.what}. ${obstacle.instead}`;
    } catch (error) {
      this.#reason = asWhisError(error).message;
    }
    return null;
  }

  /** Keeps a listener running until `stop` aborts or it cannot; tells `settled` when the first hears. */
  async #listen(order: KeyOrder, stop: AbortSignal, settled: () => void): Promise<void> {
    let hasHeard = false;
    let restartedMs = -Infinity;
    for (;;) {
      const reason = await this.#listenOnce(order, stop, () => {
        hasHeard = true;
        settled();
      });
      if (stop.aborted) return;
      this.#letGo();
      this.#reason = `${reason}. ${this.#advice()}`;
      if (!hasHeard) return;
      if (performance.now() - restartedMs < steadyMs) return this.#events.lost(this.#reason);
      restartedMs = performance.now();
      // What it died of may need a moment to pass; the pause ends early when `stop` aborts.
      await pause(backOffMs, undefined, { signal: stop }).catch(() => {});
    }
  }

  /** Listens until the listener is gone; gives the reason. */
  async #listenOnce(order: KeyOrder, stop: AbortSignal, ready: () => void): Promise<string> {
    try {
      const listener = await startListener({
        spawnModule: this.#spawnModule,
        order,
        heard: (signal) => {
          if (!stop.aborted) this.#hear(signal, order);
        },
        stop,
        deadlineMs: this.#readyMs,
      });
      this.#reason = order.combination === null ? noShortcut : null;
      ready();
      return await listener.lost;
    } catch (error) {
      return asWhisError(error).message;
    }
  }

  #hear(signal: KeySignal, { needsRelease }: KeyOrder): void {
    this.#lastEventAt = new Date().toISOString();
    switch (signal) {
      case 'pressed':
        this.#isHeld = needsRelease;
        return this.#events.pressed();
      case 'released':
        return this.#letGo();
      case 'escaped':
        return this.#events.escaped();
    }
  }

  /** Tells the release of a shortcut that is held: once. */
  #letGo(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#events.released();
  }

  #advice(): string {
    return this.#session.kind === 'macos'
      ? 'Allow it in System Settings → Privacy & Security → Accessibility, then run: whis reload'
      : 'Bind the command “whis toggle” to a key in the desktop’s keyboard settings instead.';
  }
}
