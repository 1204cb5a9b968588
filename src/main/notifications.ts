import { Notification } from 'electron';

import type { Notice } from '../core/ports.ts';

/** Notifications of the system. */
export class Notifications {
  readonly #onClick: () => void;
  /** Those that are on the screen: Electron forgets the clicks of one that nobody holds. */
  readonly #shown = new Set<Notification>();

  /** `onClick` is called when the person wants to know more. */
  constructor(onClick: () => void) {
    this.#onClick = onClick;
  }

  /** Shows one, where the system has notifications. */
  show({ kind, title, body }: Notice): void {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title, body, silent: kind === 'success' });
    const forget = () => void this.#shown.delete(notification);
    this.#shown.add(notification);
    notification.on('click', () => {
      forget();
      this.#onClick();
    });
    notification.on('close', forget);
    notification.on('failed', forget);
    notification.show();
  }
}
