import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const scripts = import.meta.dirname;

const build = spawnSync(process.execPath, [join(scripts, 'build.ts'), '--quiet'], {
  stdio: 'inherit',
});
if (build.status !== 0) process.exit(build.status ?? 1);

process.stderr.write('This version has no tray app yet: running the daemon in this terminal.\n');

// In this very process: signals reach the daemon once and directly, and its exit code is ours.
const cli = join(scripts, '..', 'dist', 'cli', 'whis.cjs');
process.argv = [process.execPath, cli, 'listen', ...process.argv.slice(2)];
await import(cli);
