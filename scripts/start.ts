import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { findElectron } from './start/electron.ts';

// `npm start [-- OPTION…]`: builds, and starts the tray app; where that cannot be, the daemon in this
// terminal, to which the arguments go.

const root = join(import.meta.dirname, '..');
const args = process.argv.slice(2);

const build = spawnSync(process.execPath, [join(root, 'scripts', 'build.ts'), '--quiet'], {
  stdio: 'inherit',
});
if (build.status !== 0) process.exit(build.status ?? 1);

const electron = findElectron(process);
if ('program' in electron) {
  const app = spawn(electron.program, [root, ...args], { stdio: 'inherit' });
  // The terminal tells the whole group of Ctrl-C; who ends this process alone means the app as well.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => app.kill(signal));
  }
  app.on('error', ({ message }) => {
    process.stderr.write(`The tray app does not start: ${message}\n`);
    process.exitCode = 1;
  });
  app.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
} else {
  process.stderr.write(`No tray app: ${electron.trouble} Running the daemon in this terminal.\n`);
  // In this very process: signals reach the daemon once and directly, and its exit code is ours.
  const cli = join(root, 'dist', 'cli', 'whis.cjs');
  process.argv = [process.execPath, cli, 'listen', ...args];
  await import(cli);
}
