import { describeGoal, isMet, ratioOf, type Figure, type Row } from './figure.ts';
import { written } from './number.ts';

/** What one figure has come to. */
export interface Result {
  readonly figure: Figure;
  readonly rows: readonly Row[];
}

const heads = ['figure', 'ours', 'the other', 'ratio', 'samples', 'goal', ''];

/** Whether a column is aligned by its last digit. */
const isNumber = (column: number): boolean => [1, 3, 4].includes(column);

/** All rows as a table for people, in columns of equal width. */
export function table(results: readonly Result[]): string {
  const lines = results.flatMap(({ rows }) => rows.map(cellsOf));
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...lines.map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return isNumber(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [line(heads), rule, ...lines.map(line)].join('\n');
}

function cellsOf(row: Row): string[] {
  const { what, unit, ours, other, against, goals, samples } = row;
  const ratio = ratioOf(row);
  const verdict = goals.every((goal) => isMet(goal, row)) ? 'met' : 'missed';
  return [
    what,
    written(ours, unit),
    other === null ? '–' : `${written(other, unit)} (${against})`,
    ratio === null ? '–' : ratio.toFixed(2),
    String(samples),
    goals.map((goal) => describeGoal(goal, row)).join(', '),
    goals.length === 0 ? '' : verdict,
  ];
}
