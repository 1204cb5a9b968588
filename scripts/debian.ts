import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The Debian packages that tests, demo and drawings need, each with what it is for. */
export const debianPackages = {
  'alsa-utils': '`arecord`, one of the recorders',
  bzip2: 'packs the models that tests download, and unpacks them',
  chromium: 'the pages of the tray app, where Electron is stood in for',
  'dbus-bin': '`dbus-send`, one of those who ask the session bus',
  'dbus-daemon': 'a session bus of a test’s own',
  'desktop-file-utils': '`desktop-file-validate`, to check the autostart entry',
  faketime: 'a clock that jumps, for one process only',
  ffmpeg: 'reads recordings that are no WAV files',
  fish: 'a shell that the completion is tried in',
  flite: 'a voice that speaks the test sentences',
  foot: 'a terminal under Wayland, to paste into',
  'libasound2-plugins': 'lets `arecord` record from PulseAudio',
  'libglib2.0-bin': '`gdbus`, one of those who ask the session bus',
  'librsvg2-bin': 'draws the icons from their SVG',
  'netcat-openbsd': '`nc`, with which a shell talks to the socket',
  pocketsphinx: 'a recogniser that needs no download',
  'pocketsphinx-en-us': 'the English that pocketsphinx knows',
  procps: '`ps`, to look at the processes of a test',
  pulseaudio: 'an audio server whose null sink plays the microphone',
  'pulseaudio-utils': '`parec`, one of the recorders, and `paplay`, the speaker',
  python3: 'runs the example clients in Python',
  'python3-tk': 'a window on an X display, to paste into',
  socat: 'the other program with which a shell talks to the socket',
  sox: 'turns speech into files of other rates and channels',
  sway: 'a Wayland compositor without a screen',
  systemd: '`systemd-analyze`, to check the autostart unit',
  'wl-clipboard': '`wl-copy` and `wl-paste`, the clipboard of Wayland',
  wtype: 'presses keys under Wayland',
  xclip: 'the clipboard of an X display',
  xdotool: 'presses keys on an X display',
  xvfb: 'an X display without a screen',
  zsh: 'the other shell that the completion is tried in',
} as const;

export type DebianPackage = keyof typeof debianPackages;

/**
 * Makes sure that Debian packages are installed: as root on Debian by installing what is missing,
 * elsewhere by printing the command that does. `why` completes “… for”. Returns false when some are
 * still missing: whoever needs them then says so in its own place.
 */
export function ensureDebianPackages(names: readonly DebianPackage[], why: string): boolean {
  const missing = findMissing(names);
  if (missing === null) {
    say(
      `For ${why}, install the programs that Debian has in these packages, if they are not here:`,
    );
    say(describe(names));
    return false;
  }
  if (missing.length === 0) return true;
  if (process.getuid?.() !== 0) {
    say(`Missing for ${why}:\n${describe(missing)}\nInstall them with:`);
    say(`  sudo apt-get install --no-install-recommends ${missing.join(' ')}`);
    return false;
  }
  say(`Installing for ${why}:\n${describe(missing)}`);
  return install(missing);
}

/** Which of the packages are not installed; null when this is not a Debian. */
function findMissing(names: readonly DebianPackage[]): DebianPackage[] | null {
  const query = spawnSync(
    'dpkg-query',
    ['--show', '--showformat', '${Package} ${db:Status-Status}\n', ...names],
    { encoding: 'utf8' },
  );
  // Unknown packages make it fail, but it tells about the others all the same.
  if (query.error) return null;
  const known = new Set(query.stdout.split('\n'));
  return names.filter((name) => !known.has(`${name} installed`));
}

function install(names: readonly DebianPackage[]): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'whis-apt-'));
  const logPath = join(folder, 'apt-get.log');
  const log = openSync(logPath, 'a');
  const aptGet = (...args: string[]) =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', log, log],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  try {
    const isInstalled =
      aptGet('update', '-q') &&
      aptGet('install', '-q', '-y', '--no-install-recommends', ...lockPatience, ...names);
    if (!isInstalled) say(`${readFileSync(logPath, 'utf8')}apt-get failed: see its words above.`);
    return isInstalled;
  } finally {
    closeSync(log);
    rmSync(folder, { recursive: true });
  }
}

/** Another apt-get may be at work, on a machine that has just been set up. */
const lockPatience = ['-o', 'DPkg::Lock::Timeout=300'];

function describe(names: readonly DebianPackage[]): string {
  return names.map((name) => `  ${name.padEnd(19)} ${debianPackages[name]}`).join('\n');
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
