import type { Machine } from './machine.ts';
import { written } from './number.ts';
import type { Report, ReportedRow } from './report.ts';

const begin = '<!-- These figures are written by `npm run bench`. -->';
const end = '<!-- So far. -->';

/** Where the README has its figures, with what is there now. */
const place = new RegExp(`${begin}[^]*${end}`);

/** What the README shows: what people ask for first, with what is compared. */
export const headlines: readonly { readonly what: string; readonly against?: string }[] = [
  { what: 'stop to text after 10 min: tones, local engine' },
  { what: 'stop to text after 10 min: speech, service of 1 s' },
  { what: 'stop to text, p95, engine not counted' },
  { what: 'later starts to first frame, p50' },
  { what: 'whis status', against: 'bare script' },
  { what: 'status, 1 client, p50', against: 'vscode-jsonrpc' },
  { what: 'search, p99' },
  { what: 'window opened, first rows painted, p50' },
  { what: 'idle memory, resident' },
  { what: 'idle 60 s: context switches', against: 'polling every 10 ms' },
];

/** The page `docs/benchmarks.md`: every figure of one whole run, drawn and as a table. */
export function benchmarksPage({ machine, figures }: Report): string {
  const parts = figures.map(({ name, title, rows, ifMissed }) => {
    const isMissed = rows.some(({ goals }) => goals.some(({ met }) => !met));
    const why = isMissed && ifMissed !== undefined ? `\n${ifMissed}\n` : '';
    return `## ${title}\n\n![${title}](bench/${name}.svg)\n\n${tableOf(rows)}\n${why}`;
  });
  return `# What is measured, and against what

\`npm run bench\` measures all of this in one go: whis and something bare that does the same, in turns, on the
same machine. The ratio is what counts, since machines differ. In the drawings each pair has a scale of its
own, and the broken line is the goal. This page, the drawings, [their figures](bench/latest.json) and those in
the README are written by a whole run; a goal that is missed is named, with the reason.

${ranOn(machine)}

${parts.join('\n')}`;
}

/** The README with the figures of a run in their place. Throws where it has none. */
export function withFigures(readme: string, report: Report): string {
  if (!place.test(readme)) throw new Error(`The README has no place for figures: ${begin}`);
  const rows = report.figures.flatMap((figure) => figure.rows);
  const shown = headlines.flatMap(({ what, against }) => {
    const isIt = (row: ReportedRow) =>
      row.what === what && (against === undefined || row.against === against);
    return rows.filter(isIt);
  });
  const block = `${begin}\n${ranOn(report.machine)}\n\n${tableOf(shown)}\n${end}`;
  // As a function: what stands in the figures is no pattern.
  return readme.replace(place, () => block);
}

function ranOn({ date, cpu, cores, os, node }: Machine): string {
  return `Measured on ${date.slice(0, 10)}: ${cpu}, ${cores} cores, ${os}, Node ${node}.`;
}

function tableOf(rows: readonly ReportedRow[]): string {
  return [
    '| figure | whis | the other | ratio | goal |',
    '| --- | --: | --: | --: | --- |',
    ...rows.map(lineOf),
  ].join('\n');
}

function lineOf({ what, unit, ours, other, against, ratio, goals }: ReportedRow): string {
  const cells = [
    what,
    written(ours, unit),
    other === null ? '–' : `${written(other, unit)} (${against})`,
    ratio === null ? '–' : ratio.toPrecision(3),
    goals.map(({ goal, met }) => `${goal} ${met ? '✓' : '✗ missed'}`).join(', '),
  ];
  return `| ${cells.join(' | ')} |`;
}
