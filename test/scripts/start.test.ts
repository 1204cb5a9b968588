import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { findElectron } from '../../scripts/start/electron.ts';
import { Daemon, Home } from '../fixtures/home.ts';
import { writeRuntime } from '../packaging/stub/runtime.ts';

const root = join(import.meta.dirname, '..', '..');
const runtime = mkdtempSync(join(tmpdir(), 'whis-start-'));
let home: Home;
beforeAll(async () => {
  writeRuntime(runtime, '0.0.0');
  home = await Home.make();
});
afterAll(async () => {
  await home.close();
  rmSync(runtime, { recursive: true });
});

test('finds the runtime where Electron’s own package would', () => {
  const env = { DISPLAY: ':1', ELECTRON_OVERRIDE_DIST_PATH: runtime };
  expect(findElectron({ env, platform: 'linux' })).toEqual({ program: join(runtime, 'electron') });
});

test.each([
  ['no display', { ELECTRON_OVERRIDE_DIST_PATH: runtime }, 'there is no display here'],
  [
    'no runtime',
    { WAYLAND_DISPLAY: 'wayland-0', ELECTRON_OVERRIDE_DIST_PATH: join(runtime, 'locales') },
    'Electron’s runtime is not at',
  ],
])('says so where there is %s', (_, env, trouble) => {
  expect(findElectron({ env, platform: 'linux' })).toEqual({
    trouble: expect.stringContaining(trouble),
  });
});

test('starts the app in the project’s folder, and ends with its exit code', async () => {
  const child = start({ DISPLAY: ':1', ELECTRON_OVERRIDE_DIST_PATH: runtime }, '--hidden');
  let printed = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const [code] = (await once(child, 'close')) as [number];
  expect(code).toBe(9);
  expect(printed).toBe(`WHIS_CLI=\n${root}\n--hidden\n`);
});

test('runs the daemon in the terminal where the app cannot be', async () => {
  const daemon = new Daemon(start({}, '--hotkey=none'), home.socket);
  await daemon.prints('whis toggle. End');
  expect(daemon.printed).toContain('No tray app: there is no display here');
  expect((await home.whis('status')).code).toBe(0);
  daemon.child.kill('SIGTERM');
  expect(await daemon.code).toBe(0);
});

function start(env: Record<string, string>, ...args: string[]) {
  return spawn(process.execPath, [join(root, 'scripts', 'start.ts'), ...args], {
    env: { ...home.env, ...env },
  });
}
