import type { StartCommand } from './command.ts';

/** The targets that can pull the unit in: the desktop session, or the login where there is none. */
export type UnitTarget = 'graphical-session.target' | 'default.target';

/**
 * Writes a systemd user unit (systemd.service(5)).
 *
 * - `PassEnvironment=` has no effect in user units: they get all of the user manager's environment.
 *   DISPLAY is in it once the desktop has put it there, and that is what `graphical-session.target`
 *   stands for; hence `After=` and `PartOf=` it where it is the target.
 * - `exec` and not `notify`: readiness would need sd_notify(3), and nothing waits for this unit.
 * - `KillMode=process`: a clipboard's owner (xclip, wl-copy) must outlive the daemon.
 * - The exit codes that no second try can mend (usage, Node, path, another daemon) prevent one.
 */
export function systemdUnit({ argv, env }: StartCommand, target: UnitTarget): string {
  const isGraphical = target === 'graphical-session.target';
  const [program = '', ...rest] = argv;
  return [
    '[Unit]',
    'Description=whis, dictation',
    ...(isGraphical ? [`PartOf=${target}`, `After=${target}`] : []),
    '',
    '[Service]',
    'Type=exec',
    `ExecStart=${[quote(program), ...rest.map(quoteArgument)].join(' ')}`,
    ...Object.entries(env).map(([name, value]) => `Environment=${quote(`${name}=${value}`)}`),
    'Restart=on-failure',
    'RestartSec=1',
    'RestartPreventExitStatus=2 3 6 7',
    'KillMode=process',
    'TimeoutStopSec=10',
    '',
    '[Install]',
    `WantedBy=${target}`,
    '',
  ].join('\n');
}

/** The program and arguments of a unit that was written here; null when it has none. */
export function commandOfUnit(text: string): readonly string[] | null {
  const line = /^ExecStart=([^\n]+)/m.exec(text)?.[1];
  const words = line?.match(/"(?:[^"\\]|\\.)*"|[^\s"]+/g);
  if (!words) return null;
  return words.map((word, index) => (index === 0 ? unquote(word) : unquoteArgument(word)));
}

/** systemd.syntax(7): quoted, with the escapes of C; `%` begins a specifier (systemd.unit(5)). */
function quote(word: string): string {
  const escaped = word
    .replace(/[\\"]/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\t/g, '\\t')
    .replaceAll('%', '%%');
  return `"${escaped}"`;
}

/** A `$` in an argument names a variable, but in the program's path it is itself. */
function quoteArgument(word: string): string {
  return quote(word).replaceAll('$', '$$$$');
}

function unquote(word: string): string {
  const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t' };
  return word
    .replace(/^"(.*)"$/s, '$1')
    .replace(/\\(.)/gs, (_, character: string) => escapes[character] ?? character)
    .replaceAll('%%', '%');
}

function unquoteArgument(word: string): string {
  return unquote(word).replaceAll('$$', '$');
}
