import { pad, truncate, widthOf } from './width.ts';

const gap = 2;

/** The last column is not made narrower than this, however narrow the terminal is. */
const leastColumns = 10;

/**
 * Sets rows of printable cells in columns. Where the terminal has an end (`columns` is not null),
 * the last column is cut to fit.
 */
export function table(rows: readonly (readonly string[])[], columns: number | null): string {
  return setRows(rows, (cell, before) => [
    columns === null ? cell : truncate(cell, Math.max(leastColumns, columns - before)),
  ]);
}

/** As `table`, but the last column goes on below itself. */
export function wrappedTable(rows: readonly (readonly string[])[], columns: number | null): string {
  return setRows(rows, (cell, before) =>
    columns === null ? [cell] : wrap(cell, Math.max(leastColumns, columns - before)),
  );
}

/** Breaks a printable text between words into lines of some columns; a longer word stays whole. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer) > columns) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** `fit` makes lines of a cell in the last column, which has so many columns before it. */
function setRows(
  rows: readonly (readonly string[])[],
  fit: (cell: string, before: number) => readonly string[],
): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, at) => (widths[at] = Math.max(widths[at] ?? 0, widthOf(cell))));
  }
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + gap, 0);
  const lines = rows.flatMap((row) => {
    const start = row
      .slice(0, widths.length - 1)
      .map((cell, at) => pad(cell, (widths[at] ?? 0) + gap))
      .join('');
    const last = row.length < widths.length ? [''] : fit(row.at(-1) ?? '', before);
    return last.map((part, at) => (at === 0 ? start + part : pad('', before) + part).trimEnd());
  });
  return lines.join('\n');
}
