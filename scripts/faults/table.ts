/** What has come of one row of faults. */
export interface RowRun {
  readonly row: number;
  tried: number;
  survived: number;
  lost: number;
  /** Tests that failed. */
  failed: number;
  /** Tests that could not be run here. */
  skipped: number;
  /** The longest time until the daemon was idle again, in milliseconds; null where it is not measured. */
  idleMs: number | null;
  seconds: number;
}

/** The rows as one table, with a sum below. */
export function faultTable(runs: readonly RowRun[]): string {
  const header = [
    'row',
    'tried',
    'survived',
    'lost',
    'failed',
    'skipped',
    'back to idle',
    'seconds',
  ];
  const sum = (count: (run: RowRun) => number) =>
    runs.reduce((total, run) => total + count(run), 0);
  const idleMs = runs.flatMap(({ idleMs: ms }) => (ms === null ? [] : [ms]));
  const all = cells('all', {
    row: 0,
    tried: sum(({ tried }) => tried),
    survived: sum(({ survived }) => survived),
    lost: sum(({ lost }) => lost),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped),
    idleMs: idleMs.length > 0 ? Math.max(...idleMs) : null,
    seconds: sum(({ seconds }) => seconds),
  });
  const rows = [header, ...runs.map((run) => cells(String(run.row), run)), all];
  const widths = header.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) => row.map((cell, at) => cell.padStart(widths[at] ?? 0)).join('  '))
    .join('\n');
}

function cells(name: string, run: RowRun): string[] {
  const { tried, survived, lost, failed, skipped, idleMs, seconds } = run;
  return [
    name,
    ...[tried, survived, lost, failed, skipped].map(String),
    idleMs === null ? '-' : `${Math.round(idleMs)} ms`,
    seconds.toFixed(1),
  ];
}
