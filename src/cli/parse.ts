import { WhisError } from '../protocol/errors.ts';
import { globalOptions, type Argument, type Command, type Option } from './command.ts';
import { nearest } from './nearest.ts';

type OptionValue = boolean | string | number | readonly string[] | undefined;

/** A command line, read against the table of verbs. */
export interface Parsed {
  readonly command: Command;
  /** The verb's own options, by their names. */
  readonly options: Record<string, OptionValue>;
  /** The options of every verb. */
  readonly globals: Record<string, OptionValue>;
  readonly args: Record<string, string | readonly string[] | undefined>;
}

/** The verb on a command line: the first word that is neither an option nor a global option's value. */
export function findVerb(argv: readonly string[]): string | null {
  return argv[verbIndex(argv)] ?? null;
}

/** Whether the help or the version is asked for, wherever on the line (but not after `--`). */
export function asksFor(argv: readonly string[], option: 'help' | 'version'): boolean {
  const end = argv.indexOf('--');
  const before = end === -1 ? argv : argv.slice(0, end);
  return before.includes(`--${option}`) || (option === 'help' && before.includes('-h'));
}

/** Finds a verb by its name or alias. */
export function findCommand(name: string, commands: readonly Command[]): Command | null {
  return commands.find((command) => command.name === name || command.alias === name) ?? null;
}

/**
 * Reads a command line. Options stand anywhere, `--name=value` or `--name value`; after `--` there
 * are only arguments. Throws `usage` with what is wrong, the nearest that exists, and where to look.
 */
export function parse(argv: readonly string[], commands: readonly Command[]): Parsed {
  const index = verbIndex(argv);
  const command = commandNamed(argv[index], commands);
  const known: Record<string, Option> = { ...globalOptions, ...command.options };
  const values = defaults(known);
  const words: string[] = [];
  const rest = [...argv.slice(0, index), ...argv.slice(index + 1)];
  for (let at = 0; at < rest.length; at += 1) {
    const word = rest[at] ?? '';
    if (word === '--') {
      words.push(...rest.slice(at + 1));
      break;
    }
    if (!isOption(word)) {
      words.push(word);
      continue;
    }
    const { name, option, attached } = optionNamed(word, known, command);
    if (option.type === 'flag') {
      values[name] = true;
      continue;
    }
    const text = attached ?? rest[(at += 1)];
    if (text === undefined || (attached === undefined && text.startsWith('--'))) {
      throw usage(`--${name} needs a value: --${name} ${option.value}.`, command.name);
    }
    const before = values[name];
    const value = readValue({ name, option, text }, command);
    values[name] = Array.isArray(before) ? [...(before as string[]), text] : value;
  }
  const pick = (names: object) =>
    Object.fromEntries(Object.keys(names).map((name) => [name, values[name]]));
  return {
    command,
    options: pick(command.options),
    globals: pick(globalOptions),
    args: readArguments(words, command),
  };
}

/** −1 when there is none. */
function verbIndex(argv: readonly string[]): number {
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    if (!isOption(word)) return at;
    if (word === '--') return at + 1 < argv.length ? at + 1 : -1;
    const name = word.slice(2);
    if (isGlobal(name) && globalOptions[name].type !== 'flag') at += 1;
  }
  return -1;
}

function isGlobal(name: string): name is keyof typeof globalOptions {
  return Object.hasOwn(globalOptions, name);
}

/** A lone dash is an argument: it stands for standard input. */
function isOption(word: string): boolean {
  return word.startsWith('-') && word !== '-';
}

function commandNamed(name: string | undefined, commands: readonly Command[]): Command {
  if (name === undefined) throw usage('No verb is given.');
  const command = findCommand(name, commands);
  if (command) return command;
  const names = commands.flatMap((one) => (one.alias ? [one.name, one.alias] : [one.name]));
  throw usage(`“${name}” is no verb of whis.${meant(nearest(name, names))}`);
}

function optionNamed(word: string, known: Record<string, Option>, command: Command) {
  const equals = word.indexOf('=');
  const isLong = word.startsWith('--');
  const long = equals === -1 ? word.slice(2) : word.slice(2, equals);
  const name = isLong ? long : ofShort(word.slice(1), known);
  const attached = equals === -1 ? undefined : word.slice(equals + 1);
  const option = Object.hasOwn(known, name) ? known[name] : undefined;
  if (!option) {
    const shown = Object.keys(known).filter((one) => !known[one]?.hidden);
    const close = nearest(long, shown);
    throw usage(
      `“${word}” is no option of “whis ${command.name}”.${meant(close && `--${close}`)}`,
      command.name,
    );
  }
  if (option.type === 'flag' && attached !== undefined) {
    throw usage(`--${name} takes no value.`, command.name);
  }
  return { name, option, attached };
}

/** The option with this letter; empty when there is none. */
function ofShort(letter: string, known: Record<string, Option>): string {
  const found = Object.entries(known).find(
    ([, option]) => option.type === 'flag' && option.short === letter,
  );
  return found?.[0] ?? '';
}

function defaults(known: Record<string, Option>): Record<string, OptionValue> {
  return Object.fromEntries(
    Object.entries(known).map(([name, { type }]) => {
      if (type === 'flag') return [name, false];
      return [name, type === 'list' ? [] : undefined];
    }),
  );
}

function readValue(
  { name, option, text }: { name: string; option: Option; text: string },
  command: Command,
): OptionValue {
  if (option.type === 'number') {
    const value = Number(text);
    if (text.trim() !== '' && Number.isFinite(value) && value >= option.least) return value;
    throw usage(
      `--${name} takes a number of at least ${option.least}, and not “${text}”.`,
      command.name,
    );
  }
  if (option.type === 'text' || option.type === 'list') {
    checkChoice(text, option.choices, { what: `--${name}`, command });
  }
  return text;
}

function checkChoice(
  text: string,
  choices: readonly string[] | undefined,
  { what, command }: { what: string; command: Command },
): void {
  if (!choices || choices.includes(text)) return;
  const close = meant(nearest(text, choices));
  throw usage(`${what} takes ${choices.join(', ')}, and not “${text}”.${close}`, command.name);
}

function readArguments(words: readonly string[], command: Command): Parsed['args'] {
  const args: Parsed['args'] = {};
  const left = [...words];
  for (const [name, { kind, label, choices }] of Object.entries<Argument>(command.args)) {
    const value = kind === 'many' || kind === 'any' ? left.splice(0) : left.shift();
    if ((kind === 'required' || kind === 'many') && !value?.length) {
      throw usage(`“whis ${command.name}” needs ${label}.`, command.name);
    }
    if (typeof value === 'string') {
      checkChoice(value, choices, { what: `“whis ${command.name}”`, command });
    }
    args[name] = value;
  }
  const [extra] = left;
  if (extra === undefined) return args;
  const message =
    command.surplus?.(extra) ?? `“whis ${command.name}” does not know what to do with “${extra}”.`;
  throw usage(message, command.name);
}

function meant(name: string | null): string {
  return name ? ` Did you mean “${name}”?` : '';
}

function usage(message: string, verb?: string): WhisError {
  return new WhisError('usage', `${message} See: whis ${verb ? `${verb} ` : ''}--help`);
}
