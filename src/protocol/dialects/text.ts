import { WhisError } from '../errors.ts';
import type { Dialect, Incoming, Message } from './dialect.ts';
import { LineSplitter, splitProblem, type Split } from './line-splitter.ts';

/** The command whose reply is to be written. */
export interface TextForm {
  readonly command: string;
}

interface Command {
  readonly type: string;
  /** The field that an argument fills. */
  readonly takes?: string;
  readonly help: string;
}

const commands: Readonly<Record<string, Command>> = {
  STATUS: { type: 'status', help: 'the status, as one line of JSON' },
  TOGGLE: { type: 'toggle', help: 'begin a dictation, or end the one that is recorded' },
  START: { type: 'start_session', takes: 'label', help: '[LABEL] begin a dictation' },
  DONE: {
    type: 'stop_session',
    takes: 'session_id',
    help: '[ID] end the recording and transcribe it',
  },
  CANCEL: { type: 'cancel_session', takes: 'session_id', help: '[ID] throw a dictation away' },
  PAUSE: { type: 'pause', help: 'listen no more; a recording is held' },
  RESUME: { type: 'resume', help: 'listen again; a held recording goes on' },
  RELOAD: { type: 'reload', help: 'read the settings again' },
  PING: { type: 'ping', help: 'answer OK' },
  SHUTDOWN: { type: 'shutdown', help: 'end the service' },
  HELP: { type: 'ping', help: 'this list' },
};

/** For a person with `nc` and for shell scripts: one command a connection, one answer, then closed. */
export class TextDialect implements Dialect<TextForm> {
  readonly answersOnce = true;
  readonly #splitter = new LineSplitter();

  push(bytes: Uint8Array): Incoming<TextForm>[] {
    return this.#splitter.push(bytes).map(readCommand);
  }

  end(): Incoming<TextForm>[] {
    return this.#splitter.end().map(readCommand);
  }

  reply({ type, ...fields }: Message, { command }: TextForm): string {
    if (type === 'error') return `ERR: ${oneLine(String(fields['message']))}\n`;
    if (command === 'STATUS') return `${JSON.stringify(fields)}\n`;
    return command === 'HELP' ? help() : 'OK\n';
  }

  /** There is no way to ask for events, and so none to tell them. */
  tell(): string {
    return '';
  }

  farewell({ message }: WhisError): string {
    return `ERR: ${oneLine(message)}\n`;
  }
}

function readCommand(split: Split): Incoming<TextForm> {
  if ('problem' in split) {
    return { problem: splitProblem(split.problem), form: { command: '' }, isFatal: true };
  }
  const [word = '', ...rest] = split.line.trim().split(/\s+/);
  const form = { command: word.toUpperCase() };
  const command = Object.hasOwn(commands, form.command) ? commands[form.command] : undefined;
  if (command === undefined) {
    return unknown(form, `There is no command ${word.slice(0, 80)}. HELP lists them.`);
  }
  const argument = rest.join(' ');
  if (argument !== '' && command.takes === undefined) {
    return unknown(form, `${form.command} takes nothing after it. HELP lists the commands.`);
  }
  const fields =
    argument === '' || command.takes === undefined ? {} : { [command.takes]: argument };
  return { request: { type: command.type, ...fields }, form, hasId: false };
}

function unknown(form: TextForm, message: string): Incoming<TextForm> {
  return { problem: new WhisError('unknown_request', message), form, isFatal: false };
}

/** The list of commands, closed by an empty line. */
function help(): string {
  const lines = Object.entries(commands).map(
    ([name, command]) => `${name.padEnd(9)} ${command.help}`,
  );
  return `${lines.join('\n')}\n\n`;
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ');
}
