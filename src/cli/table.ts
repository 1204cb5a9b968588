import { pad, truncate, widthOf } from './width.ts';

const gap = 2;

/** The last column is not cut below this, however narrow the terminal is. */
const leastColumns = 10;

/**
 * Sets rows of printable cells in columns. Where the terminal has an end (`columns` is not null),
 * the last column is cut to fit.
 */
export function table(rows: readonly (readonly string[])[], columns: number | null): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, at) => (widths[at] = Math.max(widths[at] ?? 0, widthOf(cell))));
  }
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + gap, 0);
  const lines = rows.map((row) =>
    row
      .map((cell, at) => {
        if (at < widths.length - 1) return pad(cell, (widths[at] ?? 0) + gap);
        return columns === null ? cell : truncate(cell, Math.max(leastColumns, columns - before));
      })
      .join('')
      .trimEnd(),
  );
  return lines.join('\n');
}
