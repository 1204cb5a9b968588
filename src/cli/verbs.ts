import { report } from './failure.ts';
import { WhisError } from '../protocol/errors.ts';
import { version } from '../protocol/version.ts';
import type { Command } from './command.ts';
import type { Program } from './context.ts';
import { helpOf, overview, type Group, type Look } from './help.ts';
import { nearest } from './nearest.ts';
import { asksFor, findCommand, findVerb } from './parse.ts';
import { run } from './run.ts';
import { autostart } from './verbs/autostart.ts';
import { attach } from './verbs/attach.ts';
import { cancel } from './verbs/cancel.ts';
import { completionOf } from './verbs/completion.ts';
import { config } from './verbs/config.ts';
import { copy } from './verbs/copy.ts';
import { deleteSession } from './verbs/delete.ts';
import { describe } from './verbs/describe.ts';
import { dictate } from './verbs/dictate.ts';
import { doctor } from './verbs/doctor.ts';
import { done } from './verbs/done.ts';
import { exportSessions } from './verbs/export.ts';
import { last } from './verbs/last.ts';
import { list } from './verbs/list.ts';
import { listen } from './verbs/listen.ts';
import { logs } from './verbs/logs.ts';
import { model } from './verbs/model.ts';
import { pause } from './verbs/pause.ts';
import { ping } from './verbs/ping.ts';
import { raw } from './verbs/raw.ts';
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

const completion = completionOf(() => commands);

/** Every verb, in the order and the groups of the help: the one table. */
export const groups: readonly Group[] = [
  {
    title: 'Dictate',
    commands: [toggle, start, done, cancel, undo, pause, resume, dictate, transcribe],
  },
  {
    title: 'Texts',
    commands: [last, list, show, search, copy, exportSessions, retry, deleteSession],
  },
  { title: 'The daemon', commands: [listen, status, stop, reload, logs, ping] },
  { title: 'Set up', commands: [doctor, config, model, autostart, completion] },
  { title: 'For programs', commands: [watch, attach, raw, describe, socket] },
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
  const heading = (text: string) => terminal.mark(text, 'bold');
  const isHelp = asksFor(argv, 'help') || verb === 'help' || verb === null;
  if (!isHelp) return run(program, commands);
  try {
    const topic = verb === 'help' ? argv[argv.indexOf('help') + 1] : verb;
    terminal.answer(helpFor(topic, { columns: terminal.columns, heading }));
    return 0;
  } catch (error) {
    return report(error, terminal, { json: argv.includes('--json') });
  }
}

function helpFor(verb: string | null | undefined, look: Look): string {
  if (!verb || verb.startsWith('-')) return overview(groups, look);
  const command = findCommand(verb, commands);
  if (command) return helpOf(command, look);
  const close = nearest(
    verb,
    commands.map(({ name }) => name),
  );
  throw new WhisError(
    'usage',
    `“${verb}” is no verb of whis.${close ? ` Did you mean “${close}”?` : ''} See: whis --help`,
  );
}
