import { Menu } from 'electron';

/**
 * Takes away the menu that Electron gives to every app: reloading and developer tools are in it. macOS
 * has its shortcuts for copying and closing from a menu, so there it gets those and no more.
 */
export function setAppMenu(platform: string): void {
  const isMac = platform === 'darwin';
  Menu.setApplicationMenu(
    isMac
      ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }])
      : null,
  );
}
