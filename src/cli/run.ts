import type { Command, Call } from './command.ts';
import type { Context, Program } from './context.ts';
import { report } from './failure.ts';
import { parse, type Parsed } from './parse.ts';

/** Runs the verb that a command line asks for; gives the exit code. Never rejects. */
export async function run(program: Program, commands: readonly Command[]): Promise<number> {
  // Told as JSON even when the line could not be read as a whole.
  let json = program.argv.includes('--json');
  try {
    const { command, options, globals, args } = parse(program.argv, commands);
    const context = contextOf(program, globals);
    json = context.json;
    return await command.run({ context, options, args } as Call);
  } catch (error) {
    return report(error, program.terminal, { json });
  } finally {
    program.terminal.clearProgress();
  }
}

function contextOf(program: Program, globals: Parsed['globals']): Context {
  const { socket, timeout, json } = globals;
  return {
    ...program,
    socket: typeof socket === 'string' ? socket : undefined,
    timeoutMs: typeof timeout === 'number' ? timeout * 1000 : undefined,
    json: json === true,
    maySpawn: globals['no-spawn'] !== true && !program.surroundings.env['WHIS_NO_SPAWN'],
  };
}
