import { report } from './failure.ts';
import { WhisError } from '../protocol/errors.ts';
import { version } from '../protocol/version.ts';
import type { Command } from './command.ts';
import type { Program } from './context.ts';
import { helpOf, overview, type Group } from './help.ts';
import { nearest } from './nearest.ts';
import { asksFor, findCommand, findVerb } from './parse.ts';
import { run } from './run.ts';
import { autostart } from './verbs/autostart.ts';
import { cancel } from './verbs/cancel.ts';
import { config } from './verbs/config.ts';
import { copy } from './verbs/copy.ts';
import { deleteSession } from './verbs/delete.ts';
import { dictate } from './verbs/dictate.ts';
import { doctor } from './verbs/doctor.ts';
import { done } from './verbs/done.ts';
import { last } from './verbs/last.ts';
import { list } from './verbs/list.ts';
import { listen } from './verbs/listen.ts';
import { pause } from './verbs/pause.ts';
import { ping } from './verbs/ping.ts';
import { reload } from './verbs/reload.ts';
import { resume } from './verbs/resume.ts';
import { retry } from './verbs/retry.ts';
import { search } from './verbs/search.ts';
import { show } from './verbs/show.ts';
import { socket } from './verbs/socket.ts';
import { start } from './verbs/start.ts';
import { status } from './verbs/status.ts';
import { stop } from './verbs/stop.ts';
import { toggle } from './verbs/toggle.ts';
import { transcribe } from './verbs/transcribe.ts';
import { undo } from './verbs/undo.ts';
import { watch } from './verbs/watch.ts';

/** Every verb, in the order and the groups of the help: the one table. */
export const groups: readonly Group[] = [
  {
    title: 'Dictate',
    commands: [toggle, start, done, cancel, undo, pause, resume, dictate, transcribe],
  },
  { title: 'Texts', commands: [last, list, show, search, copy, retry, deleteSession] },
  { title: 'The daemon', commands: [listen, status, watch, stop, ping, socket, reload] },
  { title: 'Set up', commands: [config, doctor, autostart] },
];

/** Every verb. */
export const commands: readonly Command[] = groups.flatMap((group) => group.commands);

/** Runs any verb, or shows the help or the version; gives the exit code. Never rejects. */
export async function runAny(program: Program): Promise<number> {
  const { argv, terminal } = program;
  const verb = findVerb(argv);
  if (asksFor(argv, 'version')) {
    if (argv.includes('--json')) terminal.json({ version });
    else terminal.answer(`whis ${version}`);
    return 0;
  }
  const isHelp = asksFor(argv, 'help') || verb === 'help' || verb === null;
  if (!isHelp) return run(program, commands);
  try {
    terminal.answer(helpFor(verb === 'help' ? argv[argv.indexOf('help') + 1] : verb));
    return 0;
  } catch (error) {
    return report(error, terminal, { json: argv.includes('--json') });
  }
}

function helpFor(verb: string | null | undefined): string {
  if (!verb || verb.startsWith('-')) return overview(groups);
  const command = findCommand(verb, commands);
  if (command) return helpOf(command);
  const close = nearest(
    verb,
    commands.map(({ name }) => name),
  );
  throw new WhisError(
    'usage',
    `“${verb}” is no verb of whis.${close ? ` Did you mean “${close}”?` : ''} See: whis --help`,
  );
}
