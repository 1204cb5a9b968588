import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const debian = join(import.meta.dirname, '..', '..', 'scripts', 'debian.ts');
let bin: string;

beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), 'whis-debian-'));
  symlinkSync('/bin/cat', join(bin, 'cat'));
});
afterEach(() => rmSync(bin, { recursive: true }));

test('installs what is missing when it is root', () => {
  putDpkg('sox installed\nflite config-files\n');
  put('apt-get', `echo "$@" >> "${join(bin, 'calls')}"`);
  const { answer, said } = ensure({ uid: 0 });
  expect(answer).toBe(true);
  expect(said).toContain('Installing for a try:\n  flite');
  expect(calls()).toEqual([
    'update -q',
    expect.stringMatching(/^install -q -y --no-install-recommends .*flite$/),
  ]);
});

test('shows what apt-get said when it fails', () => {
  putDpkg('');
  put('apt-get', 'echo "E: no network"; exit 100');
  const { answer, said } = ensure({ uid: 0 });
  expect(answer).toBe(false);
  expect(said).toContain('E: no network\n');
});

test('names the command when it is not root', () => {
  putDpkg('flite installed\n');
  const { answer, said } = ensure({ uid: 1000 });
  expect(answer).toBe(false);
  expect(said).toContain('sudo apt-get install --no-install-recommends sox\n');
});

test('is silent when everything is installed', () => {
  putDpkg('sox installed\nflite installed\n');
  expect(ensure({ uid: 1000 })).toEqual({ answer: true, said: '' });
});

test('names the packages where there is no Debian', () => {
  const { answer, said } = ensure({ uid: 0 });
  expect(answer).toBe(false);
  expect(said).toMatch(/flite .*voice[^]*sox /);
});

/** Asks for sox and flite in a process of its own that finds nothing but the programs in `bin`. */
function ensure({ uid }: { uid: number }): { answer: unknown; said: string } {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `process.getuid = () => ${uid};
       const { ensureDebianPackages } = await import(${JSON.stringify(debian)});
       console.log(ensureDebianPackages(['flite', 'sox'], 'a try'));`,
    ],
    { encoding: 'utf8', env: { PATH: bin } },
  );
  return { answer: JSON.parse(stdout), said: stderr };
}

/** A dpkg-query that knows what `answer` says. */
function putDpkg(answer: string): void {
  writeFileSync(join(bin, 'answer'), answer);
  put('dpkg-query', `cat "${join(bin, 'answer')}"`);
}

function put(name: string, script: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

function calls(): string[] {
  return readFileSync(join(bin, 'calls'), 'utf8').trim().split('\n');
}
