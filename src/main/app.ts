import { app } from 'electron';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';

import { makeRuntimeFolder } from '../daemon/service.ts';
import { isWayland } from '../desktop/index.ts';
import type { Surroundings } from '../protocol/endpoint.ts';
import { Life } from './life.ts';
import { registerScheme } from './scheme.ts';
import type { AppPlaces } from './tray-app.ts';

// The tray app: what the process knows is read here, and handed in from here on.
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
  runtime: makeRuntimeFolder(surroundings),
};

// As in the headless host: without it an idle V8 is woken every eight seconds.
setFlagsFromString('--optimize-for-size');
// SIGUSR1 would open the inspector's port; scripts send both, since other programs toggle on them.
for (const signal of ['SIGUSR1', 'SIGUSR2'] as const) process.on(signal, () => {});
// A terminal that is closed takes standard output with it, not the app.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

app.setName('whis');
app.setPath('userData', places.runtime);
app.enableSandbox();
// Windows shows notifications of programs that it knows by this name: electron-builder.yml has it too.
if (surroundings.platform === 'win32') app.setAppUserModelId('app.whis');
// On X11 it would put the portal into the place of the grabs that work there.
if (isWayland(surroundings))
  app.commandLine.appendSwitch('enable-features', 'GlobalShortcutsPortal');
registerScheme();
new Life(surroundings, places).begin();
