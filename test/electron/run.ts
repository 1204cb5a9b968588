import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// `npm run test:electron [-- FILTER… OPTION…]`: the specs on Electron's own runtime.

/** How many specs passed and failed; a skipped one is neither, unless it gives no reason. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** What of Playwright's report is read here. */
interface Report extends Suite {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
  };
  readonly errors: readonly unknown[];
}

interface Suite {
  readonly suites?: readonly Suite[];
  readonly specs?: ReadonlyArray<{ readonly title: string; readonly tests: readonly Test[] }>;
}

interface Test {
  readonly status: 'expected' | 'flaky' | 'skipped' | 'unexpected';
  readonly annotations: ReadonlyArray<{ readonly type: string; readonly description?: string }>;
}

const root = join(import.meta.dirname, '../..');

/**
 * Runs the specs, which must find the app built, and prints each with its outcome. `args` are
 * Playwright's; with `env` they run on what it names. A run that does not come about counts as failed.
 */
export function runSpecs(
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Counts {
  const folder = mkdtempSync(join(tmpdir(), 'whis-specs-'));
  const file = join(folder, 'report.json');
  try {
    const program = join(root, 'node_modules/playwright/cli.js');
    const command = [program, 'test', '--config', import.meta.dirname, '--reporter=list,json'];
    spawnSync(process.execPath, [...command, ...args], {
      stdio: 'inherit',
      env: { ...process.env, ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    });
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
    const { stats, errors } = report;
    return {
      // `flaky` passed at its second try, which there is only in CI.
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected + errors.length + explainSkipped(report),
    };
  } catch {
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Prints each skipped spec with its reason; gives the number of those without one. */
function explainSkipped({ suites = [], specs = [] }: Suite): number {
  let unexplained = 0;
  for (const suite of suites) unexplained += explainSkipped(suite);
  for (const { title, tests } of specs) {
    for (const { annotations } of tests.filter(({ status }) => status === 'skipped')) {
      const reason = annotations.find(({ type }) => type === 'skip')?.description;
      if (reason === undefined) unexplained += 1;
      const said = reason ?? 'no reason given, which counts as failed';
      process.stdout.write(`skipped: ${title}: ${said}\n`);
    }
  }
  return unexplained;
}

/** Why the specs cannot run on Electron itself here; null when they can. Fetches the runtime. */
function findObstacle(): string | null {
  const { ELECTRON_OVERRIDE_DIST_PATH: _, ...env } = process.env;
  const fetch = spawnSync(process.execPath, ['--print', "require('electron')"], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  if (fetch.status !== 0) {
    const reasons = fetch.stderr.split('\n').filter((line) => /error|failed/i.test(line));
    return `Electron’s runtime cannot be fetched here: ${reasons[0] ?? fetch.stderr}`;
  }
  if (process.platform === 'linux' && !process.env['DISPLAY']) {
    return 'Electron needs an X display: start this in a desktop session, or under xvfb-run.';
  }
  return null;
}

if (import.meta.main) {
  const obstacle = findObstacle();
  if (obstacle === null) {
    const { passed, failed } = runSpecs(process.argv.slice(2), { E2E_ELECTRON: 'real' });
    process.stdout.write(`${passed} passed, ${failed} failed\n`);
    process.exitCode = failed === 0 ? 0 : 1;
  } else {
    process.stderr.write(
      `${obstacle}\nNothing was run on Electron. npm test runs the same specs\n`,
    );
    process.stderr.write('on the stand-in: see test/electron/README.md.\n');
    process.exitCode = 1;
  }
}
