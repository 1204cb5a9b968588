import type { Host, ModuleName } from '../core/ports.ts';
import { openPrograms, withoutKeys } from '../daemon/programs.ts';
import { isWayland, openDesktop, type Desktop } from '../desktop/index.ts';
import type { Surroundings } from '../protocol/endpoint.ts';
import type { HotkeyStatus } from '../protocol/status.ts';
import { electronClipboard } from './clipboard.ts';
import { Keychain } from './keys.ts';
import { Notifications } from './notifications.ts';
import { ElectronHotkey } from './shortcut.ts';
import { spawnModule } from './spawn-module.ts';
import { ToldHotkey } from './told-hotkey.ts';

/** The tray app as a host, and what only the app itself asks of it. */
export interface ElectronHost extends Host, Pick<Desktop, 'trayObstacle'> {
  /** Empty until it is loaded. */
  readonly keys: Keychain;
}

/** The tray app as a host: what Electron offers, and the desktop room's own ways for the rest. */
export function electronHost(
  surroundings: Surroundings,
  {
    folder,
    modulePath,
    hasOurFocus,
    onNotice,
    onShortcut,
    cue,
  }: {
    /** Where the app keeps what is its own. */
    folder: string;
    modulePath: (name: ModuleName) => string;
    /** Whether a window of the app has the focus: nothing is pasted into it. */
    hasOurFocus: () => boolean;
    /** The person clicked a notification. */
    onNotice: () => void;
    /** The shortcut was pressed, or is listened for in another way. */
    onShortcut: (status: HotkeyStatus) => void;
    /** Plays the sound after which one speaks. */
    cue: () => Promise<void>;
  },
): ElectronHost {
  const { env, platform } = surroundings;
  const programs = openPrograms({ env, platform });
  const spawn = (name: ModuleName) => spawnModule(name, { modulePath, env: withoutKeys(env) });
  const desktop = openDesktop({ platform, env, programs, spawnModule: spawn, hasOurFocus });
  const notifications = new Notifications(onNotice);
  return {
    kind: 'tray',
    clipboard: isWayland(surroundings) ? desktop.clipboard : electronClipboard,
    paster: desktop.paster,
    keys: new Keychain(folder, platform),
    programs,
    spawnModule: spawn,
    openHotkey: (events) =>
      new ToldHotkey(events, {
        open: (heard) =>
          new ElectronHotkey(heard, {
            openHook: desktop.openHotkey,
            findObstacle: desktop.portalObstacle,
          }),
        tell: onShortcut,
      }),
    notify: (notice) => notifications.show(notice),
    cue,
    checkAccelerator: desktop.checkAccelerator,
    checks: desktop.checks,
    trayObstacle: desktop.trayObstacle,
    writeOut: (text) =>
      new Promise((resolve, reject) => {
        process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
      }),
  };
}
