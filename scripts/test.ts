import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCLI, startVitest, type TestCase, type Vitest } from 'vitest/node';

import { runSpecs } from '../test/electron/run.ts';
import { debianPackages, ensureDebianPackages, type DebianPackage } from './debian.ts';

// `npm test [-- FILTER… OPTION…]`: programs, build, tests, and the specs of the tray app. Arguments
// go to vitest, and the specs are then left out. The last line is `N passed, N failed`, whatever
// happens before it; the exit code is 0 when nothing failed.

const closing = { passed: 0, failed: 1 };

// Neither a test nor vitest itself finds the home folder of whoever runs this.
const home = mkdtempSync(join(tmpdir(), 'whis-home-'));
for (const name of Object.keys(process.env)) if (name.startsWith('XDG_')) delete process.env[name];
process.env['HOME'] = home;

// At the very end: vitest's own summary and whatever else is still to be said come before it.
process.once('exit', () => {
  rmSync(home, { recursive: true, force: true });
  if (closing.failed > 0) process.exitCode = 1;
  process.stdout.write(`${closing.passed} passed, ${closing.failed} failed\n`);
});

const notForTests: readonly DebianPackage[] = ['librsvg2-bin'];
const packages = Object.keys(debianPackages) as DebianPackage[];
ensureDebianPackages(
  packages.filter((name) => !notForTests.includes(name)),
  'the tests',
);

const build = join(import.meta.dirname, 'build.ts');
if (spawnSync(process.execPath, [build, '--quiet'], { stdio: 'inherit' }).status === 0) {
  const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);
  const vitest = await startVitest(filter, options);
  // With `-t`, vitest skips what was not asked for: that needs no reason.
  const skipped = options.testNamePattern === undefined ? explainSkipped(vitest) : 0;
  const tests = count(vitest, skipped);
  const specs = process.argv.length > 2 ? { passed: 0, failed: 0 } : runSpecs();
  closing.passed = tests.passed + specs.passed;
  closing.failed = tests.failed + specs.failed;
} else {
  process.stderr.write('The build failed: no test was run.\n');
}
// What a test's own server or child still holds must not keep the run from ending.
process.exit();

/** Prints each skipped test with its reason; gives the number of those without one. */
function explainSkipped(vitest: Vitest): number {
  let unexplained = 0;
  for (const test of allTests(vitest)) {
    const result = test.result();
    if (result.state !== 'skipped') continue;
    if (result.note === undefined) unexplained += 1;
    const reason = result.note ?? 'no reason given, which counts as failed';
    process.stdout.write(
      `skipped: ${test.module.relativeModuleId} > ${test.fullName}: ${reason}\n`,
    );
  }
  return unexplained;
}

function count(vitest: Vitest, unexplained: number): typeof closing {
  const states = allTests(vitest).map((test) => test.result().state);
  const passed = states.filter((state) => state === 'passed').length;
  const failed =
    states.filter((state) => state === 'failed').length +
    vitest.state.getTestModules().filter((module) => module.errors().length > 0).length +
    vitest.state.getUnhandledErrors().length +
    unexplained;
  // No test at all, or a start that failed: vitest has said why, and set the exit code.
  return { passed, failed: failed === 0 && process.exitCode ? 1 : failed };
}

function allTests(vitest: Vitest): TestCase[] {
  return vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()]);
}
