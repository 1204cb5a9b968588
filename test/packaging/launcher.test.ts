import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const launcher = join(import.meta.dirname, '..', '..', 'assets', 'launcher');
const folder = mkdtempSync(join(tmpdir(), 'whis-launcher-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** An installed app as electron-builder.yml lays it out, with a CLI and a program that echo. */
const app = join(folder, 'an app');
const resources = join(app, 'resources');
const cli = join(resources, 'app.asar.unpacked', 'dist', 'cli', 'whis.cjs');
mkdirSync(dirname(cli), { recursive: true });
writeFileSync(cli, 'console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 7;');
cpSync(launcher, join(resources, 'bin'), { recursive: true });
program(join(app, 'whis-app'), 'printf "%s\\n" "app: $WHIS_CLI" "$@"; exit 8');

/** A folder with what the launcher itself needs, and no Node. */
const bare = join(folder, 'bare');
mkdirSync(bare);
for (const name of ['sh', 'readlink']) symlinkSync(which(name), join(bare, name));

test('runs the CLI of the app through a link, with its arguments and exit code', () => {
  const link = join(folder, 'whis');
  symlinkSync(join(resources, 'bin', 'whis'), link);
  const { stdout, status } = spawnSync(link, ['last', 'two words'], { encoding: 'utf8' });
  expect(JSON.parse(stdout)).toEqual(['last', 'two words']);
  expect(status).toBe(7);
});

test('runs the app as the CLI where there is no Node', () => {
  expect(run(['last', 'two words'], bare)).toMatchObject({
    status: 8,
    stdout: 'app: 1\nlast\ntwo words\n',
  });
});

test.each([
  ['v16.20.2', 'app'],
  ['v17.9.1', 'app'],
  ['v18.0.0', 'node'],
  ['v20.20.2', 'node'],
  ['v100.1.0', 'node'],
  ['v8.17.0', 'app'],
  ['not found', 'app'],
])('takes a Node that says %s for what it is', (says, chosen) => {
  const bin = join(folder, says);
  mkdirSync(bin);
  program(join(bin, 'node'), `[ "$1" = --version ] && echo '${says}' || echo 'node: as well'`);
  expect(run(['status'], bin, bare).stdout).toMatch(new RegExp(`^${chosen}:`));
});

test('says what is missing where there is neither', () => {
  const lost = join(folder, 'lost');
  cpSync(launcher, join(lost, 'bin'), { recursive: true });
  const { stderr, status } = spawnSync(join(lost, 'bin', 'whis'), [], {
    encoding: 'utf8',
    env: { PATH: bare },
  });
  expect(stderr).toContain('neither Node.js 18 or newer is on PATH, nor is the app');
  expect(status).toBe(1);
});

function run(args: readonly string[], ...path: readonly string[]) {
  const env = { PATH: path.join(delimiter) };
  return spawnSync(join(resources, 'bin', 'whis'), args, { encoding: 'utf8', env });
}

function program(path: string, script: string): void {
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

function which(name: string): string {
  return execFileSync('sh', ['-c', `command -v ${name}`])
    .toString()
    .trim();
}
