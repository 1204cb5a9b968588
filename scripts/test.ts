import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseCLI, startVitest, type TestCase, type Vitest } from 'vitest/node';

import { debianPackages, ensureDebianPackages, type DebianPackage } from './debian.ts';

/**
 * `npm test [-- FILTER… OPTION…]`: programs, build, tests; arguments go to vitest. The last line is
 * `N passed, N failed`, whatever happens before it; the exit code is 0 when nothing failed.
 */
const notForTests: readonly DebianPackage[] = ['librsvg2-bin'];
const closing = { passed: 0, failed: 1 };

// At the very end: vitest's own summary and whatever else is still to be said come before it.
process.once('exit', () => {
  if (closing.failed > 0) process.exitCode = 1;
  process.stdout.write(`${closing.passed} passed, ${closing.failed} failed\n`);
});

const needed = (Object.keys(debianPackages) as DebianPackage[]).filter(
  (name) => !notForTests.includes(name),
);
ensureDebianPackages(needed, 'the tests');

const build = join(import.meta.dirname, 'build.ts');
if (spawnSync(process.execPath, [build, '--quiet'], { stdio: 'inherit' }).status === 0) {
  const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);
  const vitest = await startVitest(filter, options);
  Object.assign(closing, count(vitest, options.testNamePattern !== undefined));
} else {
  process.stderr.write('The build failed: no test was run.\n');
}
// What a test's own server or child still holds must not keep the run from ending.
process.exit();

/** Counts what happened, and prints each skipped test with its reason; one without has failed. */
function count(vitest: Vitest, isNarrowed: boolean): { passed: number; failed: number } {
  const modules = vitest.state.getTestModules();
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const skipped = tests.filter((test) => test.result().state === 'skipped');
  const unexplained = isNarrowed ? [] : skipped.filter((test) => reasonOf(test) === undefined);
  if (!isNarrowed) {
    for (const test of skipped) {
      process.stdout.write(
        `skipped: ${test.module.relativeModuleId} > ${test.fullName}: ${reasonOf(test) ?? 'no reason given, which counts as failed'}\n`,
      );
    }
  }
  const broken =
    vitest.state.getUnhandledErrors().length +
    modules.filter((module) => module.errors().length > 0).length;
  const failed =
    tests.filter((test) => test.result().state === 'failed').length + broken + unexplained.length;
  const passed = tests.filter((test) => test.result().state === 'passed').length;
  // No test at all, or a start that failed: vitest has said why, and set the exit code.
  const isRefused = failed === 0 && process.exitCode !== undefined && process.exitCode !== 0;
  return { passed, failed: isRefused ? 1 : failed };
}

function reasonOf(test: TestCase): string | undefined {
  const result = test.result();
  return result.state === 'skipped' ? result.note : undefined;
}
