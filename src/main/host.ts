import type { Host, ModuleName } from '../core/ports.ts';
import { openPrograms, withoutKeys } from '../daemon/programs.ts';
import { openDesktop } from '../desktop/index.ts';
import type { Surroundings } from '../protocol/endpoint.ts';
import { electronClipboard } from './clipboard.ts';
import { Keychain } from './keys.ts';
import { notify } from './notify.ts';
import { ElectronHotkey } from './shortcut.ts';
import { spawnModule } from './spawn-module.ts';

/** The tray app as a host: what Electron offers, and the desktop room's own ways for the rest. */
export async function electronHost(
  { env, platform }: Surroundings,
  {
    folder,
    modulePath,
    hasOurFocus,
    onNotice,
  }: {
    /** Where the app keeps what is its own. */
    folder: string;
    modulePath: (name: ModuleName) => string;
    /** Whether a window of the app has the focus: nothing is pasted into it. */
    hasOurFocus: () => boolean;
    /** The person clicked a notification. */
    onNotice: () => void;
  },
): Promise<Host> {
  const programs = openPrograms({ env, platform });
  const spawn = (name: ModuleName) => spawnModule(name, { modulePath, env: withoutKeys(env) });
  const desktop = openDesktop({ platform, env, programs, spawnModule: spawn, hasOurFocus });
  const isWayland = Boolean(env['WAYLAND_DISPLAY']) && platform === 'linux';
  return {
    kind: 'tray',
    clipboard: isWayland ? desktop.clipboard : electronClipboard,
    paster: desktop.paster,
    keys: await Keychain.open(folder, platform),
    programs,
    spawnModule: spawn,
    openHotkey: (events) => new ElectronHotkey(events, desktop.openHotkey),
    notify: (notice) => notify(notice, onNotice),
    checkAccelerator: desktop.checkAccelerator,
    checks: desktop.checks,
    writeOut: (text) =>
      new Promise((resolve, reject) => {
        process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
      }),
  };
}
