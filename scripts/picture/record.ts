import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** What a program wrote to its terminal, and when: milliseconds since its start. */
export interface Piece {
  readonly atMs: number;
  readonly text: string;
}

/** Runs a program in a terminal of so many columns (script(1)). Throws when it fails. */
export async function recordTerminal(
  argv: readonly string[],
  columns: number,
): Promise<readonly Piece[]> {
  const quoted = argv.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const line = `stty cols ${columns} rows 100; exec ${quoted}`;
  const { NO_COLOR: _, ...env } = process.env;
  const child = spawn('script', ['--quiet', '--return', '--command', line, '/dev/null'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...env, TERM: 'xterm' },
  });
  const startedAt = performance.now();
  const pieces: Piece[] = [];
  child.stdout
    .setEncoding('utf8')
    .on('data', (text: string) => pieces.push({ atMs: performance.now() - startedAt, text }));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === 0) return pieces;
  throw new Error(`${line} ended with ${code}:\n${pieces.map(({ text }) => text).join('')}`);
}
