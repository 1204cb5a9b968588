import { app } from 'electron';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';

// The entry of the app, which is its own CLI where the machine has no Node: the launcher says so, and
// nothing of the app is loaded then. Electron is not ready before this module has ended.
if (process.env['WHIS_CLI'] === undefined) await import('./app.ts');
else await runCli();

/** Runs the verb of the command line, and ends with its exit code. */
async function runCli(): Promise<void> {
  // Node's arguments have the script in the second place; an installed app has no script.
  if (app.isPackaged) process.argv.splice(1, 0, 'whis');
  // A daemon cannot live in here: verbs that may start one say instead that none runs.
  process.env['WHIS_NO_SPAWN'] = '1';
  const folder = import.meta.dirname.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
  const cli: unknown = createRequire(import.meta.url)(join(folder, '..', 'cli', 'whis.cjs'));
  const exitCode = await (cli as { readonly ended: Promise<number> }).ended;
  for (const stream of [process.stdout, process.stderr]) {
    if (stream.writableLength > 0) await once(stream, 'drain');
  }
  app.exit(exitCode);
}
