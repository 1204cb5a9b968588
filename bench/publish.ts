import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { chart } from './chart.ts';
import type { Machine } from './machine.ts';
import { benchmarksPage, withFigures } from './pages.ts';
import { reportOf } from './report.ts';
import type { Result } from './table.ts';

/**
 * Writes a whole run into the folder `root`: `docs/bench/latest.json`, a chart of each figure,
 * `docs/benchmarks.md`, and the figures in README.md.
 */
export function publish(root: string, machine: Machine, results: readonly Result[]): void {
  const report = reportOf(machine, results);
  const folder = join(root, 'docs/bench');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'latest.json'), `${JSON.stringify(report, null, 2)}\n`);
  for (const result of results)
    writeFileSync(join(folder, `${result.figure.name}.svg`), chart(result, machine));
  writeFileSync(join(root, 'docs/benchmarks.md'), benchmarksPage(report));
  const readme = join(root, 'README.md');
  writeFileSync(readme, withFigures(readFileSync(readme, 'utf8'), report));
}
