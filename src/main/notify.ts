import { Notification } from 'electron';

import type { Notice } from '../core/ports.ts';

/** Those that are on the screen: Electron forgets their clicks when nobody holds them. */
const shown = new Set<Notification>();

/** Shows a notification of the system; `onClick` when the person wants to know more. */
export function notify({ kind, title, body }: Notice, onClick: () => void): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification({ title, body, silent: kind === 'success' });
  shown.add(notification);
  notification.on('click', onClick);
  notification.on('close', () => shown.delete(notification));
  notification.show();
}
