import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Whether the specs run on Electron itself. */
export const isReal = process.env['E2E_ELECTRON'] === 'real';

/** The folders of a home, and the environment that leads there and nowhere else. */
export async function makeHome(home: string): Promise<Record<string, string>> {
  const folders = { HOME: '', RUNTIME_DIR: 'run', CONFIG_HOME: 'config', DATA_HOME: 'data' };
  const env: Record<string, string> = { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8' };
  for (const [name, folder] of Object.entries({ ...folders, STATE_HOME: 'state' })) {
    env[name === 'HOME' ? name : `XDG_${name}`] = join(home, folder);
    await mkdir(join(home, folder), { recursive: true, mode: 0o700 });
  }
  return { ...env, ...passOn() };
}

/** Of our own environment: which runtime, which Chromium, and the display if windows are to be on one. */
function passOn(): Record<string, string> {
  // Without a display the stand-in is headless; Electron itself cannot do without.
  const isHeaded = isReal || process.env['E2E_HEADED'] !== undefined;
  const names = ['ELECTRON_OVERRIDE_DIST_PATH', 'ELECTRON_STANDIN_CHROMIUM'];
  const passed: Record<string, string> = {};
  for (const name of isHeaded ? [...names, 'DISPLAY'] : names) {
    const value = process.env[name];
    if (value !== undefined) passed[name] = value;
  }
  return passed;
}
