import { join } from 'node:path';

import type { Clipboard, Host, Paster, Programs, SpawnModule } from '../core/ports.ts';
import { absolute, type Surroundings } from '../protocol/endpoint.ts';
import type { Check } from '../protocol/requests.ts';
import { AutostartEntry } from './autostart/autostart-entry.ts';
import { Autostart } from './autostart/autostart.ts';
import { LaunchdAgent } from './autostart/launchd.ts';
import type { Mechanism } from './autostart/mechanism.ts';
import { RunKey } from './autostart/run-key.ts';
import { SystemdUnit } from './autostart/systemd.ts';
import { SystemClipboard } from './clipboard/system-clipboard.ts';
import { parseAccelerator } from './hotkey/accelerator.ts';
import { describeHotkeyPlace, hotkeyObstacle } from './hotkey/obstacle.ts';
import { UiohookHotkey } from './hotkey/uiohook.ts';
import { SystemPaster } from './paste/system-paster.ts';
import { hasPortal } from './session-bus.ts';
import type { DesktopSession } from './session.ts';
import { trayObstacle } from './tray-host.ts';

/** What whis can do on the desktop that it runs under. */
export interface Desktop {
  readonly clipboard: Clipboard;
  readonly paster: Paster;
  readonly openHotkey: Host['openHotkey'];
  readonly checkAccelerator: Host['checkAccelerator'];
  /** The lines `clipboard`, `paste` and `hotkey` of the doctor's report; nothing is written or started. */
  readonly checks: () => Promise<readonly Check[]>;
  /** Why a tray icon would not be seen here, and what to do; null when nothing is known. */
  readonly trayObstacle: () => Promise<string | null>;
  /**
   * Why Electron cannot be told of a shortcut here, and what to do; null when nothing is known. On
   * Wayland it says yes to every shortcut, also where no portal will ever tell it of one.
   */
  readonly portalObstacle: (accelerator: string) => Promise<string | null>;
}

/**
 * Chooses how this desktop is spoken to. `platform` is as `process.platform` says it. Starts nothing
 * and keeps nothing: programs are looked for when they are needed, so that one installed later works.
 */
export function openDesktop({
  platform,
  env,
  programs,
  spawnModule,
  hasOurFocus = () => false,
}: {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly programs: Programs;
  readonly spawnModule: SpawnModule;
  /** Whether a window of whis has the focus: nothing is pasted into it. */
  readonly hasOurFocus?: () => boolean;
}): Desktop {
  const session = findSession(platform, env);
  const clipboard = new SystemClipboard(session, programs);
  const paster = new SystemPaster(session, programs, hasOurFocus);
  return {
    clipboard,
    paster,
    checkAccelerator: (accelerator) =>
      void parseAccelerator(accelerator, { isMac: session.kind === 'macos' }),
    openHotkey: (events) => new UiohookHotkey({ session, spawnModule, events }),
    checks: () => Promise.resolve([clipboard.check(), paster.check(), hotkeyCheck(session)]),
    trayObstacle: () => trayObstacle(session, programs),
    async portalObstacle(accelerator) {
      if (session.kind !== 'wayland' || (await hasPortal(programs, 'GlobalShortcuts'))) return null;
      const parsed = parseAccelerator(accelerator, { isMac: false });
      const { what, instead } = hotkeyObstacle(session, parsed) ?? { what: '', instead: '' };
      return `${what}, and this desktop has no portal for shortcuts. ${instead}`;
    },
  };
}

/** Whether this is a Wayland session, whichever display the app itself is drawn on. */
export function isWayland({ platform, env }: Pick<Surroundings, 'platform' | 'env'>): boolean {
  return findSession(platform, env).kind === 'wayland';
}

/**
 * Chooses how the daemon is started at login. On Linux a systemd unit, which starts it again when it
 * breaks; a desktop entry where a desktop runs that systemd knows nothing of (its unit would start
 * too early, without DISPLAY), and where there is no systemd.
 */
export function openAutostart(
  { platform, env, home, uid }: Pick<Surroundings, 'platform' | 'env' | 'home' | 'uid'>,
  programs: Programs,
): Autostart {
  if (platform === 'win32') return only(new RunKey(programs));
  if (platform === 'darwin') return only(new LaunchdAgent({ home, uid }, programs));
  const configFolder = absolute(env['XDG_CONFIG_HOME']) ?? join(home, '.config');
  const unit = new SystemdUnit(configFolder, programs);
  const entry = new AutostartEntry(configFolder);
  const hasDesktop = findSession(platform, env).kind !== 'none';
  return new Autostart([unit, entry], async () => {
    if (!unit.isInstalled) return entry;
    return hasDesktop && !(await unit.knowsDesktop()) ? entry : unit;
  });
}

/** The entry by which a Linux desktop starts the tray app itself at login. */
export function openLoginEntry({ env, home }: Pick<Surroundings, 'env' | 'home'>): Mechanism {
  return new AutostartEntry(absolute(env['XDG_CONFIG_HOME']) ?? join(home, '.config'));
}

function only(mechanism: Mechanism): Autostart {
  return new Autostart([mechanism], () => Promise.resolve(mechanism));
}

function findSession(
  platform: string,
  env: Readonly<Record<string, string | undefined>>,
): DesktopSession {
  if (platform === 'win32') return { kind: 'windows' };
  if (platform === 'darwin') return { kind: 'macos' };
  const display = env['DISPLAY'] || null;
  if (env['WAYLAND_DISPLAY'])
    return { kind: 'wayland', display, desktop: env['XDG_CURRENT_DESKTOP'] ?? '' };
  return display === null ? { kind: 'none' } : { kind: 'x11', display };
}

function hotkeyCheck(session: DesktopSession): Check {
  const obstacle = hotkeyObstacle(session);
  return obstacle === null
    ? { name: 'hotkey', ok: true, found: describeHotkeyPlace(session), fix: null }
    : { name: 'hotkey', ok: false, found: obstacle.what, fix: obstacle.instead };
}
