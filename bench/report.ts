import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { chart } from './chart.ts';
import { describeGoal, isMet, ratioOf } from './figure.ts';
import type { Machine } from './machine.ts';
import type { Result } from './table.ts';

/** Writes `latest.json` and a chart of each figure into `folder`. */
export function writeReport(folder: string, machine: Machine, results: readonly Result[]): void {
  mkdirSync(folder, { recursive: true });
  const figures = results.map(({ figure: { name, title }, rows }) => ({
    name,
    title,
    rows: rows.map((row) => ({
      ...row,
      ratio: ratioOf(row),
      goals: row.goals.map((goal) => ({ goal: describeGoal(goal, row), met: isMet(goal, row) })),
    })),
  }));
  const report = { machine, figures };
  writeFileSync(join(folder, 'latest.json'), `${JSON.stringify(report, null, 2)}\n`);
  for (const result of results) {
    writeFileSync(join(folder, `${result.figure.name}.svg`), chart(result, machine));
  }
}
