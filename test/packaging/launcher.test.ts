import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const launcher = join(import.meta.dirname, '..', '..', 'assets', 'launcher');
const folder = mkdtempSync(join(tmpdir(), 'whis-launcher-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The resources of an installed app as electron-builder.yml lays them out, with a CLI that echoes. */
const resources = join(folder, 'an app', 'resources');
const cli = join(resources, 'app.asar.unpacked', 'dist', 'cli', 'whis.cjs');
mkdirSync(dirname(cli), { recursive: true });
writeFileSync(cli, 'console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 7;');
cpSync(launcher, join(resources, 'bin'), { recursive: true });

test('runs the CLI of the app through a link, with its arguments and exit code', () => {
  const link = join(folder, 'whis');
  symlinkSync(join(resources, 'bin', 'whis'), link);
  const { stdout, status } = spawnSync(link, ['last', 'two words'], { encoding: 'utf8' });
  expect(JSON.parse(stdout)).toEqual(['last', 'two words']);
  expect(status).toBe(7);
});

test('says what is missing where there is no Node', () => {
  const which = (name: string) =>
    execFileSync('sh', ['-c', `command -v ${name}`])
      .toString()
      .trim();
  const bare = join(folder, 'bare');
  mkdirSync(bare);
  for (const name of ['sh', 'dirname', 'readlink']) symlinkSync(which(name), join(bare, name));
  const { stderr, status } = spawnSync(join(resources, 'bin', 'whis'), [], {
    encoding: 'utf8',
    env: { PATH: bare },
  });
  expect(stderr).toContain('needs Node.js 18 or newer');
  expect(status).toBe(1);
});
