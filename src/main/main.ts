import { app, dialog } from 'electron';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';

import { runtimeFolder } from '../daemon/service.ts';
import type { Surroundings } from '../protocol/endpoint.ts';
import { asWhisError } from '../protocol/errors.ts';
import { registerScheme } from './scheme.ts';
import { offerTakeOver } from './take-over.ts';
import { TrayApp, type AppPlaces } from './tray-app.ts';

// The entry of the tray app: what the process knows is read here, and handed in from here on.
const surroundings: Surroundings = {
  platform: process.platform,
  env: process.env,
  uid: process.getuid?.() ?? -1,
  user:
    process.platform === 'win32'
      ? `${process.env['USERDOMAIN'] ?? ''}\\${userInfo().username}`
      : userInfo().username,
  home: homedir(),
};

const root = join(import.meta.dirname, '..', '..');
const places: AppPlaces = {
  preload: join(root, 'dist', 'preload', 'preload.cjs'),
  pages: join(root, 'dist', 'renderer'),
  assets: join(root, 'assets'),
  // Programs cannot be started from inside the archive.
  children: join(root.replace(/app\.asar$/, 'app.asar.unpacked'), 'dist', 'children'),
  runtime: runtimeFolder(surroundings),
};

app.setName('whis');
app.setPath('userData', places.runtime);
registerScheme();

let tray: TrayApp | null = null;
let isEnding = false;

app.on('second-instance', () => void tray?.open('history'));
app.on('activate', () => void tray?.open('history'));
// Its window is hidden, not closed; and without one the app still listens.
app.on('window-all-closed', () => {});
app.on('before-quit', (event) => {
  if (isEnding || tray === null) return;
  event.preventDefault();
  isEnding = true;
  void tray.close('quit').finally(() => app.quit());
});

void app.whenReady().then(start);

/** The daemon's lock first: until it is ours, nothing is read or written. Then Electron's own. */
async function start(): Promise<void> {
  try {
    tray = await TrayApp.start(surroundings, places);
    app.requestSingleInstanceLock();
  } catch (thrown) {
    const { code, message } = asWhisError(thrown);
    if (code === 'already_running') return meetTheOther();
    dialog.showErrorBox('whis cannot start', message);
    app.exit(1);
  }
}

async function meetTheOther(): Promise<void> {
  const outcome = await offerTakeOver(surroundings);
  if (outcome === 'ended' || outcome === 'gone') return start();
  // The app runs already: asking for its lock shows its window.
  if (outcome === 'is-tray') app.requestSingleInstanceLock();
  app.exit(0);
}
