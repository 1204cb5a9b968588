import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The folders of a home, and the environment that leads there and nowhere else. */
export async function makeHome(home: string): Promise<Record<string, string>> {
  const folders = { HOME: '', RUNTIME_DIR: 'run', CONFIG_HOME: 'config', DATA_HOME: 'data' };
  const env: Record<string, string> = { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8' };
  for (const [name, folder] of Object.entries({ ...folders, STATE_HOME: 'state' })) {
    env[name === 'HOME' ? name : `XDG_${name}`] = join(home, folder);
    await mkdir(join(home, folder), { recursive: true, mode: 0o700 });
  }
  return env;
}
