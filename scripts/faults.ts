import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { startVitest, type TestModule } from 'vitest/node';

import { describeMachine } from '../bench/machine.ts';
import { runSpecs } from '../test/electron/run.ts';
import type { Counts } from '../test/fixtures/faults.ts';
import { debianPackages, ensureDebianPackages, type DebianPackage } from './debian.ts';
import { faultsPage, isWhole } from './faults/page.ts';
import { faultTable, type RowRun } from './faults/table.ts';

// `npm run faults [-- ROW…]`: everything that whis must survive, in full and one after the other, then
// one table; when all of it was run and passed, docs/faults.md too. The exit code is 1 when something
// was lost or a test failed.

const minuteMs = 60_000;
const root = join(import.meta.dirname, '..');
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

/** The rows of which all or a part are specs of the tray app… */
const rowsWithSpecs = [1, 21];
/** …and those of them that have nothing else. */
const rowsOfSpecs = [21];

const runs = new Map<number, RowRun>();
const isWanted = (row: number) => wanted.length === 0 || wanted.map(Number).includes(row);
const hasUnhandled = await runTests();
for (const row of rowsWithSpecs.filter(isWanted)) runRowSpecs(row);
readReport();
const rows = [...runs.values()].sort((one, other) => one.row - other.row);
process.stdout.write(`\n${faultTable(rows)}\n`);
if (isWhole(rows) && !hasUnhandled) writePage();
const isWell = rows.length > 0 && rows.every(({ failed, lost }) => failed === 0 && lost === 0);
// What a test's own child still holds must not keep the run from ending.
process.exit(isWell && !hasUnhandled ? 0 : 1);

/** Runs the rows' tests; gives whether something went wrong outside of them. */
async function runTests(): Promise<boolean> {
  const files = wanted
    .filter((row) => !rowsOfSpecs.includes(Number(row)))
    .map((row) => `test/faults/row-${row.padStart(2, '0')}`);
  if (wanted.length > 0 && files.length === 0) return false;
  const vitest = await startVitest(files.length > 0 ? files : ['test/faults/'], {
    watch: false,
    reporters: ['verbose'],
    // The figures of one row must not be those of a machine that is busy with another.
    fileParallelism: false,
    testTimeout: 60 * minuteMs,
    hookTimeout: minuteMs,
    teardownTimeout: minuteMs,
  });
  for (const module of vitest.state.getTestModules()) countModule(module);
  return vitest.state.getUnhandledErrors().length > 0;
}

/** How the tests of a file ended, and how long they took. */
function countModule(module: TestModule): void {
  const run = runOf(Number(/^row-(\d+)/.exec(basename(module.moduleId))?.[1] ?? 0));
  run.seconds += module.diagnostic().duration / 1000;
  const states = [...module.children.allTests()].map((test) => test.result().state);
  run.failed += states.filter((state) => state === 'failed').length;
  run.failed += module.errors().length;
  run.skipped += states.filter((state) => state === 'skipped').length;
}

/** Runs the specs of a row on the stand-in. One that counts nothing itself counts as one. */
function runRowSpecs(row: number): void {
  const run = runOf(row);
  const before = reported(row).length;
  const from = performance.now();
  const { passed, failed } = runSpecs(['--grep', `@row-${row}\\b`]);
  run.seconds += (performance.now() - from) / 1000;
  const silent = passed - (reported(row).length - before);
  run.tried += silent + failed;
  run.survived += silent;
  run.failed += failed;
}

/** Adds what the tests have counted. */
function readReport(): void {
  for (const { row, tried, survived, lost, idle_ms: idleMs } of reported()) {
    const run = runOf(row);
    run.tried += tried;
    run.survived += survived;
    run.lost += lost;
    if (typeof idleMs === 'number') run.idleMs = Math.max(run.idleMs ?? 0, idleMs);
  }
}

/** The lines that the tests of a row, or of all, have reported so far. */
function reported(row?: number): (Counts & { row: number })[] {
  return readFileSync(reportFile, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Counts & { row: number })
    .filter((line) => row === undefined || line.row === row);
}

function runOf(row: number): RowRun {
  const fresh = {
    row,
    tried: 0,
    survived: 0,
    lost: 0,
    failed: 0,
    skipped: 0,
    seconds: 0,
    idleMs: null,
  };
  const run = runs.get(row) ?? fresh;
  runs.set(row, run);
  return run;
}

function writePage(): void {
  const path = join(root, 'docs/faults.md');
  writeFileSync(path, faultsPage(rows, describeMachine()));
  process.stdout.write(`\nwritten: ${path}\n`);
}
