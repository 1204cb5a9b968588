import type { Machine } from '../../bench/machine.ts';
import { rowWords } from './rows.ts';
import type { RowRun } from './table.ts';

/** Whether this is every row, with nothing failed, lost or left out. */
export function isWhole(runs: readonly RowRun[]): boolean {
  const rows = new Set(runs.map(({ row }) => row));
  return (
    Object.keys(rowWords).every((row) => rows.has(Number(row))) &&
    runs.every(({ tried, failed, lost, skipped }) => tried > 0 && failed + lost + skipped === 0)
  );
}

/** The page `docs/faults.md`: one whole run of all rows. */
export function faultsPage(
  runs: readonly RowRun[],
  { date, cpu, cores, os, node }: Machine,
): string {
  const lines = runs.map((run) =>
    tableLine([
      `${run.row}. ${rowWords[run.row] ?? ''}`,
      ...[run.tried, run.survived, run.lost].map((count) => count.toLocaleString('en')),
      run.idleMs === null ? '–' : `${Math.round(run.idleMs).toLocaleString('en')} ms`,
    ]),
  );
  return `# What whis survives

\`npm run faults\` does all of this to the built program: with real processes, sockets, disks, sound servers
and signals. *Survived* is how often the daemon went on, or was there again after its next start, with
everything in its place; *lost* is what was missing afterwards, or there twice: dictations, texts, answers,
events. The last column is the longest time until the next dictation could begin, where it is measured.
\`npm test\` runs a short form of every row.

This page is written by \`npm run faults\` itself, and only when every row was run and passed.
Run on ${date.slice(0, 10)}: ${cpu}, ${cores} cores, ${os}, Node ${node}.

${tableLine(['row', 'tried', 'survived', 'lost', 'back to idle within'])}
| --- | --: | --: | --: | --: |
${lines.join('\n')}
`;
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
