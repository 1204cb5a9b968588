import type { DaemonState } from '../protocol/status.ts';

/** What decides which image the tray shows. */
export interface TrayLook {
  readonly state: DaemonState;
  /** As `process.platform` has it. */
  readonly platform: string;
  /** Whether the bar that it stands on is dark. */
  readonly isDark: boolean;
}

/**
 * The file of the tray's image. macOS paints a template itself; Windows takes the size that its screen
 * wants out of an `.ico`; elsewhere the file for denser screens, `@2x`, is found beside it.
 */
export function trayImageFile({ state, platform, isDark }: TrayLook): string {
  if (platform === 'darwin') return `${state}Template.png`;
  return `${state}-${isDark ? 'dark' : 'light'}.${platform === 'win32' ? 'ico' : 'png'}`;
}

/** Whether a Linux desktop's bar is dark whatever its theme; `desktop` as XDG_CURRENT_DESKTOP has it. */
export function hasDarkBar(desktop: string): boolean {
  return desktop.split(':').includes('GNOME');
}
