import type { StartCommand } from './command.ts';

/**
 * Writes a desktop entry that starts a command (freedesktop.org's Desktop Entry Specification 1.5,
 * and for its folder the Desktop Application Autostart Specification). `env` of coreutils hands the
 * variables over: an entry has no key for them.
 */
export function desktopEntry({ argv, env }: StartCommand): string {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const words = variables.length === 0 ? argv : ['env', ...variables, ...argv];
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=whis',
    'Comment=Your voice, piped to your clipboard',
    `Exec=${words.map(quote).join(' ')}`,
    'Terminal=false',
    'NoDisplay=true',
    '',
  ].join('\n');
}

/**
 * The program and arguments of an entry that was written here; null when it has none, or when the
 * person has switched it off in the desktop's own settings.
 */
export function commandOfEntry(text: string): readonly string[] | null {
  const isOff = /^Hidden=true$|^X-GNOME-Autostart-enabled=false$/m.test(text);
  const line = /^Exec=([^\n]+)/m.exec(text)?.[1];
  const words = unescape(isOff ? '' : (line ?? '')).match(/"(?:[^"\\]|\\.)*"|[^\s"]+/gs);
  if (!words) return null;
  const [first = '', ...rest] = words.map(unquote);
  if (first !== 'env') return [first, ...rest];
  return rest.slice(rest.findIndex((word) => !/^[A-Z_]+=/.test(word)));
}

/** Quoted first (section “The Exec key”), then escaped as every value of this type is. */
function quote(word: string): string {
  const quoted = `"${word.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`;
  return quoted.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/\t/g, '\\t');
}

function unescape(value: string): string {
  const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', s: ' ' };
  return value.replace(/\\(.)/gs, (_, character: string) => escapes[character] ?? character);
}

function unquote(word: string): string {
  return word
    .replace(/^"(.*)"$/s, '$1')
    .replace(/\\(["`$\\])/g, '$1')
    .replaceAll('%%', '%');
}
