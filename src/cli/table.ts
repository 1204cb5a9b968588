import { pad, truncate, widthOf } from './width.ts';

const gap = 2;

/** The last column is not made narrower than this, however narrow the terminal is. */
const leastColumns = 10;

/** A column in which sentences are broken is not made narrower than this. */
const leastWrapped = 24;

const below = '      ';

/**
 * Sets rows of printable cells in columns. Where the terminal has an end (`columns` is not null),
 * the last column is cut to fit.
 */
export function table(rows: readonly (readonly string[])[], columns: number | null): string {
  return setRows(rows, (cell, before) => [
    columns === null ? cell : truncate(cell, Math.max(leastColumns, columns - before)),
  ]);
}

/**
 * As `table`, but the last column goes on below itself; where it has no room beside the others, it
 * stands below them.
 */
export function wrappedTable(rows: readonly (readonly string[])[], columns: number | null): string {
  if (columns === null) return setRows(rows, (cell) => [cell]);
  const widest = Math.max(0, ...rows.map((row) => widthOf(row.slice(0, -1).join('  '))));
  const hasRoom = columns - widest - gap >= leastWrapped;
  if (hasRoom) return setRows(rows, (cell, before) => wrap(cell, columns - before));
  return rows
    .flatMap((row) => [
      row.slice(0, -1).join('  '),
      ...wrap(row.at(-1) ?? '', columns - below.length).map((line) => below + line),
    ])
    .join('\n');
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
