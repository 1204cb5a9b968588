import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { notices } from './notices.ts';

// `npm run dist [-- TARGET… OPTION…]`: packages of the tray app for this system, in `release`. The
// arguments go to electron-builder. The app must be built.

const root = join(import.meta.dirname, '..');
const folder = join(root, 'release', 'package');

rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, 'completions'), { recursive: true });
for (const shell of ['bash', 'zsh', 'fish']) {
  const cli = join(root, 'dist', 'cli', 'whis.cjs');
  const { stdout, status } = spawnSync(process.execPath, [cli, 'completion', shell]);
  if (status !== 0) throw new Error(`whis completion ${shell} failed.`);
  writeFileSync(join(folder, 'completions', `whis.${shell}`), stdout);
}
const ours = readFileSync(join(root, 'LICENSE'), 'utf8');
writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), notices());
writeFileSync(join(folder, 'copyright'), `${ours}\n${notices()}`);

const builder = join(root, 'node_modules', 'electron-builder', 'cli.js');
const { status } = spawnSync(
  process.execPath,
  [builder, '--publish=never', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);
process.exitCode = status ?? 1;
