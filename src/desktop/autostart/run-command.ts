import type { StartCommand } from './command.ts';

/** The longest command that a Run key may hold (Microsoft, “Run and RunOnce Registry Keys”). */
export const maxRunCharacters = 260;

/**
 * Writes a command line as Windows programs take it apart (CommandLineToArgvW): quoted, with a
 * backslash doubled where it stands before a quotation mark. The registry has no place for
 * variables; the session of Windows has them already.
 */
export function runCommand({ argv }: Pick<StartCommand, 'argv'>): string {
  return argv.map(quote).join(' ');
}

/** The program and arguments of a command line that was written here; null when it is empty. */
export function commandOfRun(line: string): readonly string[] | null {
  const words = line.match(/"(?:\\.|[^"\\])*"|[^\s"]+/gs);
  return words ? words.map(unquote) : null;
}

function quote(word: string): string {
  return `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, '$&$&')}"`;
}

function unquote(word: string): string {
  if (!word.startsWith('"')) return word;
  return word
    .slice(1, -1)
    .replace(/\\+$/, (run) => run.slice(run.length / 2))
    .replace(/(\\*)\\"/g, (_, run: string) => `${run.slice(run.length / 2)}"`);
}
