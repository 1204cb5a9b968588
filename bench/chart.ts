import { describeGoal, ratioOf, type Row } from './figure.ts';
import type { Machine } from './machine.ts';
import { written } from './number.ts';
import type { Result } from './table.ts';

const width = 760;
const margin = 24;
const barsFrom = 190;
const longestBar = 330;
const notesFrom = barsFrom + longestBar + 16;
const rowHeight = 84;
const headHeight = 64;
const footHeight = 40;

/** Readable on a light page and on a dark one: the colours follow the reader's own choice. */
const style = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-size: 17px; font-weight: 600 }
  .what { font-weight: 600 }
  .quiet { fill: #59636e; font-size: 12px }
  .page { fill: #ffffff }
  .ours { fill: #0f6fde }
  .other { fill: #b6bfc9 }
  .goal { stroke: #c9372c; stroke-width: 2; stroke-dasharray: 4 3 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .quiet { fill: #9198a1 }
    .page { fill: #0d1117 }
    .ours { fill: #58a6ff }
    .other { fill: #59636e }
    .goal { stroke: #ff7b72 }
  }`;

/**
 * Draws a figure as SVG: two bars a row, ours and the other's, each pair on a scale of its own; the
 * broken line is where the goal (the first, if there are several) lies on it.
 */
export function chart({ figure, rows }: Result, { date, cpu, cores, node }: Machine): string {
  const height = headHeight + rows.length * rowHeight + footHeight;
  const where = `${date.slice(0, 10)}, ${cpu}, ${cores} cores, Node ${node}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">`,
    `<title id="title">${escaped(figure.title)}</title>`,
    `<style>${style}\n</style>`,
    `<rect class="page" width="${width}" height="${height}" rx="8"/>`,
    text(figure.title, { x: margin, y: 36, className: 'title' }),
    ...rows.map((row, index) => pair(row, headHeight + index * rowHeight)),
    text(where, { x: margin, y: height - 16, className: 'quiet' }),
    '</svg>\n',
  ].join('\n');
}

function pair(row: Row, top: number): string {
  const { what, unit, ours, other, against } = row;
  const [goal] = row.goals;
  const goalAt = goalValue(row);
  const most = Math.max(ours, other ?? 0, goalAt ?? 0) || 1;
  const long = (value: number) => (value / most) * longestBar;
  const ratio = ratioOf(row);
  const end = ratio === null ? '' : `  (${ratio.toFixed(2)} ×)`;
  const parts = [
    text(what, { x: margin, y: top + 12, className: 'what' }),
    ...bar(
      { label: 'whis', value: ours, note: written(ours, unit) + end, className: 'ours' },
      top + 22,
    ),
  ];
  if (other !== null) {
    const bare = { label: against, value: other, note: written(other, unit), className: 'other' };
    parts.push(...bar(bare, top + 44));
  }
  if (goal && goalAt !== null) {
    const x = (barsFrom + long(goalAt)).toFixed(1);
    parts.push(
      `<line class="goal" x1="${x}" x2="${x}" y1="${top + 18}" y2="${top + 64}"/>`,
      text(`goal: ${describeGoal(goal, row)}`, { x: notesFrom, y: top + 12, className: 'quiet' }),
    );
  }
  return parts.join('\n');

  function bar(
    {
      label,
      value,
      note,
      className,
    }: { label: string; value: number; note: string; className: string },
    y: number,
  ): string[] {
    const length = Math.max(1, long(value));
    return [
      text(label, { x: margin, y: y + 13, className: 'quiet' }),
      `<rect class="${className}" x="${barsFrom}" y="${y}" width="${length.toFixed(1)}" height="18" rx="3"/>`,
      text(note, { x: notesFrom, y: y + 13, className: '' }),
    ];
  }
}

/** Where the first goal lies on the scale of a row. */
function goalValue({ goals, other }: Row): number | null {
  const [goal] = goals;
  if (!goal) return null;
  if ('atLeast' in goal) return (other ?? 0) * goal.atLeast;
  if (goal.of === 'ratio') return (other ?? 0) * goal.atMost;
  return goal.of === 'more' ? (other ?? 0) + goal.atMost : goal.atMost;
}

function text(
  words: string,
  { x, y, className }: { x: number; y: number; className: string },
): string {
  const classes = className === '' ? '' : ` class="${className}"`;
  return `<text${classes} x="${x.toFixed(1)}" y="${y}">${escaped(words)}</text>`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
