import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { startVitest, type TestModule } from 'vitest/node';

import type { Counts } from '../test/fixtures/faults.ts';
import { debianPackages, ensureDebianPackages, type DebianPackage } from './debian.ts';
import { faultTable, type RowRun } from './faults/table.ts';

// `npm run faults [-- ROW…]`: everything that whis must survive, in full and one after the other, then
// one table. The exit code is 1 when something was lost or a test failed.

const minuteMs = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'whis-faults-'));
const reportFile = join(folder, 'report.jsonl');
writeFileSync(reportFile, '');

// Neither a test nor vitest itself finds the home folder of whoever runs this.
for (const name of Object.keys(process.env)) if (name.startsWith('XDG_')) delete process.env[name];
Object.assign(process.env, {
  HOME: folder,
  WHIS_FAULTS: 'full',
  WHIS_FAULTS_REPORT: reportFile,
});
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const wanted = process.argv.slice(2);
const odd = wanted.find((row) => !/^\d{1,2}$/.test(row));
if (odd !== undefined) {
  process.stderr.write(`“${odd}” is no row. Name rows by their numbers: npm run faults -- 8 14\n`);
  process.exit(2);
}

const packages = Object.keys(debianPackages) as DebianPackage[];
ensureDebianPackages(
  packages.filter((name) => name !== 'librsvg2-bin'),
  'the faults',
);
const build = join(import.meta.dirname, 'build.ts');
const built = spawnSync(process.execPath, [build, '--quiet'], { stdio: 'inherit' });
if (built.status !== 0) {
  process.stderr.write('The build failed: no fault was tried.\n');
  process.exit(1);
}

const files = wanted.map((row) => `test/faults/row-${row.padStart(2, '0')}`);
const vitest = await startVitest(files.length > 0 ? files : ['test/faults/'], {
  watch: false,
  reporters: ['verbose'],
  // The figures of one row must not be those of a machine that is busy with another.
  fileParallelism: false,
  testTimeout: 60 * minuteMs,
  hookTimeout: minuteMs,
  teardownTimeout: minuteMs,
});
const runs = rowRuns(vitest.state.getTestModules());
process.stdout.write(`\n${faultTable(runs)}\n`);
const isWhole =
  runs.length > 0 &&
  vitest.state.getUnhandledErrors().length === 0 &&
  runs.every(({ failed, lost }) => failed === 0 && lost === 0);
// What a test's own child still holds must not keep the run from ending.
process.exit(isWhole ? 0 : 1);

/** What each row has counted, and how long its tests took. */
function rowRuns(modules: readonly TestModule[]): RowRun[] {
  const runs = new Map<number, RowRun>();
  const runOf = (row: number): RowRun => {
    const run = runs.get(row) ?? {
      row,
      tried: 0,
      survived: 0,
      lost: 0,
      failed: 0,
      seconds: 0,
      idleMs: null,
    };
    runs.set(row, run);
    return run;
  };
  for (const module of modules) {
    const run = runOf(Number(/^row-(\d+)/.exec(basename(module.moduleId))?.[1] ?? 0));
    run.seconds += module.diagnostic().duration / 1000;
    const tests = [...module.children.allTests()];
    run.failed += tests.filter((test) => test.result().state === 'failed').length;
    run.failed += module.errors().length;
  }
  for (const line of readFileSync(reportFile, 'utf8').split('\n').filter(Boolean)) {
    const {
      row,
      tried,
      survived,
      lost,
      idle_ms: idleMs,
    } = JSON.parse(line) as Counts & {
      row: number;
    };
    const run = runOf(row);
    run.tried += tried;
    run.survived += survived;
    run.lost += lost;
    if (typeof idleMs === 'number') run.idleMs = Math.max(run.idleMs ?? 0, idleMs);
  }
  return [...runs.values()].sort((one, other) => one.row - other.row);
}
