import { app } from './app.ts';
import { clipboard } from './clipboard.ts';
import { dialog } from './dialog.ts';
import { nativeImage } from './image.ts';
import { loud } from './loud.ts';
import { Menu, MenuItem } from './menu.ts';
import { Notification } from './notification.ts';
import { webContents } from './pages/contents.ts';
import { ipcMain } from './pages/ipc.ts';
import { protocol } from './pages/protocol.ts';
import { session } from './pages/session.ts';
import { BrowserWindow } from './pages/window.ts';
import { powerMonitor } from './power.ts';
import { systemPreferences } from './preferences.ts';
import { safeStorage } from './safe-storage.ts';
import { screen } from './screen.ts';
import { shell } from './shell.ts';
import { globalShortcut } from './shortcut.ts';
import { nativeTheme } from './theme.ts';
import { Tray } from './tray.ts';
import { utilityProcess } from './utility-process.ts';

// What `electron` means in the main process. An import of a name that is not here fails by itself.

export {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  systemPreferences,
  Tray,
  utilityProcess,
  webContents,
};

/** The same for `require` and for the default import. */
export default loud('electron', {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  systemPreferences,
  Tray,
  utilityProcess,
  webContents,
} satisfies { [Name in keyof typeof Electron.CrossProcessExports]?: unknown });
