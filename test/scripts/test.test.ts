import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
let project: string;

/** A project with our way of testing and its own tests. */
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'whis-runner-'));
  for (const folder of ['scripts', 'test/electron', 'bin'])
    mkdirSync(join(project, folder), { recursive: true });
  for (const path of ['scripts/test.ts', 'scripts/debian.ts', 'test/strict.ts', 'vitest.config.ts'])
    cpSync(join(root, path), join(project, path));
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
  put('package.json', '{"type":"module"}');
  put('scripts/build.ts', '');
  putSpecs({ passed: 0, failed: 0 });
  // Installs nothing: there is no dpkg-query on PATH.
});
afterEach(() => rmSync(project, { recursive: true }));

test('ends with the count', () => {
  putTest('fine', `test('is fine', () => expect(1).toBe(1))`);
  putTest('other', `test('is fine too', () => expect(1).toBe(1))`);
  expect(run()).toMatchObject({ lastLine: '2 passed, 0 failed', exitCode: 0 });
});

test('adds the count of the tray app’s specs', () => {
  putTest('fine', `test('is fine', () => expect(1).toBe(1))`);
  putSpecs({ passed: 2, failed: 1 });
  expect(run()).toMatchObject({ lastLine: '3 passed, 1 failed', exitCode: 1 });
  expect(run('fine')).toMatchObject({ lastLine: '1 passed, 0 failed', exitCode: 0 });
});

test('passes its arguments on', () => {
  putTest('fine', `test('is fine', () => expect(1).toBe(1))`);
  putTest('other', `test('is fine too', () => expect(1).toBe(1))`);
  expect(run('test/other')).toMatchObject({ lastLine: '1 passed, 0 failed', exitCode: 0 });
  expect(run('-t', 'too')).toMatchObject({ lastLine: '1 passed, 0 failed', exitCode: 0 });
});

test.each([
  ['a failed assertion', `test('is', () => expect(1).toBe(2))`, '0 passed, 1 failed'],
  [
    'a process warning',
    `test('is', () => { process.emitWarning('x'); expect(1).toBe(1) })`,
    '1 passed, 1 failed',
  ],
  [
    'an unhandled rejection',
    `test('is', () => { void Promise.reject(new Error('x')); expect(1).toBe(1) })`,
    '1 passed, 1 failed',
  ],
  [
    'a skipped test without a reason',
    `test('is', () => expect(1).toBe(1)); test.skip('was', () => {})`,
    '1 passed, 1 failed',
  ],
  ['a file that cannot be loaded', `throw new Error('x')`, '0 passed, 1 failed'],
])('fails the run for %s', (_what, body, lastLine) => {
  putTest('bad', body);
  expect(run()).toMatchObject({ lastLine, exitCode: 1 });
});

test('fails the run for a child that is left over', () => {
  putTest(
    'bad',
    `import { spawn } from 'node:child_process';
     test('is', () => { spawn(process.execPath, ['-e', 'process.stdin.resume()']); expect(1).toBe(1) })`,
  );
  expect(run()).toMatchObject({ lastLine: '1 passed, 1 failed', exitCode: 1 });
});

test('prints why a test was skipped', () => {
  putTest('skipping', `test('is', ({ skip }) => skip('no such program'))`);
  const { output, lastLine, exitCode } = run();
  expect(output).toContain('skipped: test/skipping.test.ts > is: no such program\n');
  expect({ lastLine, exitCode }).toEqual({ lastLine: '0 passed, 0 failed', exitCode: 0 });
});

test('fails the run when there is no test, or no build', () => {
  expect(run()).toMatchObject({ lastLine: '0 passed, 1 failed', exitCode: 1 });
  putTest('fine', `test('is fine', () => expect(1).toBe(1))`);
  put('scripts/build.ts', 'process.exit(3)');
  expect(run()).toMatchObject({ lastLine: '0 passed, 1 failed', exitCode: 1 });
});

function run(...args: string[]): {
  output: string;
  lastLine: string | undefined;
  exitCode: number | null;
} {
  const { stdout, status } = spawnSync(process.execPath, ['scripts/test.ts', ...args], {
    cwd: project,
    encoding: 'utf8',
    env: { PATH: join(project, 'bin'), FORCE_COLOR: '1' },
  });
  return { output: stdout, lastLine: stdout.split('\n').at(-2), exitCode: status };
}

/** Specs that come out as told, without a run of Playwright. */
function putSpecs(counts: object): void {
  put('test/electron/run.ts', `export const runSpecs = () => (${JSON.stringify(counts)})`);
}

function putTest(name: string, body: string): void {
  put(`test/${name}.test.ts`, `import { expect, test } from 'vitest';\n${body}\n`);
}

function put(path: string, content: string): void {
  writeFileSync(join(project, path), content);
}
