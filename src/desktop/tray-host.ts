import type { Programs } from '../core/ports.ts';
import { hasOwner } from './session-bus.ts';
import type { DesktopSession } from './session.ts';

/** Who draws tray icons on a Linux desktop has this name (the specification StatusNotifierItem). */
const watcher = 'org.kde.StatusNotifierWatcher';

/** Why a tray icon would not be seen on this desktop, and what to do; null when nothing is known. */
export async function trayObstacle(
  session: DesktopSession,
  programs: Programs,
): Promise<string | null> {
  if (session.kind === 'windows' || session.kind === 'macos') return null;
  if ((await hasOwner(programs, watcher)) !== false) return null;
  return 'This desktop shows no tray icons, so whis has this window instead. On GNOME, install the extension “AppIndicator and KStatusNotifierItem Support”.';
}
