import { homedir } from 'node:os';

import { errorCodes } from '../protocol/errors.ts';
import type { Surroundings } from '../protocol/endpoint.ts';
import { findCommand, findVerb, asksFor } from './parse.ts';
import { quickCommands } from './quick.ts';
import { run } from './run.ts';
import { Terminal } from './terminal.ts';
import type { Program } from './context.ts';

// The entry of `whis`: what the process knows is read here, and handed in from here on.
const { env, platform } = process;

const terminal = new Terminal(process, env);

const program: Program = {
  argv: process.argv.slice(2),
  surroundings: surroundings(),
  folder: __dirname,
  terminal,
};

// A promise that nothing can settle any more ends the process: that is no success.
process.exitCode = errorCodes.internal.exit;

/** The exit code, when the verb has ended: the tray app waits for it where it is its own CLI. */
export const ended = main();
void ended.then((exitCode) => (process.exitCode = exitCode));

/** Three verbs are in this bundle; the others, the help and the suggestions are in the second. */
async function main(): Promise<number> {
  const { argv } = program;
  const verb = findVerb(argv);
  const isHelp = asksFor(argv, 'help') || asksFor(argv, 'version');
  if (verb !== null && !isHelp && findCommand(verb, quickCommands)) {
    return run(program, quickCommands);
  }
  const { runAny } = await import('./later.ts');
  return runAny(program);
}

function surroundings(): Surroundings {
  const name = env['USER'] ?? '';
  return {
    platform,
    env,
    uid: process.getuid?.() ?? -1,
    user: platform === 'win32' ? `${env['USERDOMAIN'] ?? ''}\\${env['USERNAME'] ?? ''}` : name,
    home: homedir(),
  };
}
