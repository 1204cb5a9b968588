import type { Context } from './context.ts';

/** What a shell may offer for a value, besides fixed words. */
export type Offer =
  | 'session'
  | 'setting'
  | 'setting value'
  | 'model'
  | 'preset'
  | 'file'
  | 'folder'
  | 'message';

/** An option of a verb; its name is its key in `options`, written `--name`. */
export type Option = {
  readonly help: string;
  /** Understood, but not shown in the help. */
  readonly hidden?: true;
} & (
  | {
      readonly type: 'flag';
      /** A letter: `f` is written `-f`. */
      readonly short?: string;
    }
  | ({ readonly type: 'text' } & Value)
  /** A finite number of at least `least`. */
  | { readonly type: 'number'; readonly value: string; readonly least: number }
  /** May be given several times. */
  | ({ readonly type: 'list' } & Value)
);

interface Value {
  /** As the help shows it: `FILE`. */
  readonly value: string;
  /** Nothing else is taken. */
  readonly choices?: readonly string[];
  readonly offer?: Offer;
}

/** What stands on a command line without dashes; `kind` says how often: `many` is at least once. */
export interface Argument {
  /** As the help shows it: `ID`, `FILE`. */
  readonly label: string;
  readonly help: string;
  readonly kind: 'required' | 'optional' | 'many' | 'any';
  /** Nothing else is taken. */
  readonly choices?: readonly string[];
  readonly offer?: Offer;
}

type OptionValue<Given extends Option> = Given extends { type: 'flag' }
  ? boolean
  : Given extends { type: 'number' }
    ? number | undefined
    : Given extends { type: 'list' }
      ? readonly Chosen<Given>[]
      : Chosen<Given> | undefined;

type ArgumentValue<Given extends Argument> = Given extends { kind: 'required' }
  ? Chosen<Given>
  : Given extends { kind: 'many' | 'any' }
    ? readonly string[]
    : Chosen<Given> | undefined;

type Chosen<Given> = Given extends { choices: readonly (infer Choice)[] } ? Choice : string;

/** What a verb is called with. */
export interface Call<
  Options extends Record<string, Option> = Record<string, Option>,
  Arguments extends Record<string, Argument> = Record<string, Argument>,
> {
  readonly context: Context;
  readonly options: { readonly [Name in keyof Options]: OptionValue<Options[Name]> };
  readonly args: { readonly [Name in keyof Arguments]: ArgumentValue<Arguments[Name]> };
}

/** A verb, as data: the parser and the help are derived from it. */
export interface Command<
  Options extends Record<string, Option> = Record<string, Option>,
  Arguments extends Record<string, Argument> = Record<string, Argument>,
> {
  readonly name: string;
  readonly alias?: string;
  /** One line, for the list of verbs. */
  readonly summary: string;
  /** More than fits there: paragraphs. */
  readonly details?: readonly string[];
  /** In the order in which they are written. */
  readonly args: Arguments;
  readonly options: Options;
  /** Pairs: a command line and what it does. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  /** What to say about a word too many, where something better than the usual can be said. */
  surplus?(word: string): string;
  /** Does it; gives the exit code, or throws a WhisError that has one. */
  run(call: Call<Options, Arguments>): Promise<number>;
}

/** Defines a verb; the types of its options and arguments follow from the data. */
export function defineCommand<
  const Options extends Record<string, Option>,
  const Arguments extends Record<string, Argument>,
>(command: Command<Options, Arguments>): Command {
  return command;
}

/** The options that every verb has, before or after it. */
export const globalOptions = {
  socket: {
    type: 'text',
    value: 'PATH',
    offer: 'file',
    help: 'the socket of the daemon to talk to',
  },
  timeout: {
    type: 'number',
    value: 'SECONDS',
    least: 0.001,
    help: 'how long to wait for an answer (5, or as long as it takes)',
  },
  json: { type: 'flag', help: 'answer in JSON' },
  'no-spawn': { type: 'flag', help: 'never start a daemon (also: WHIS_NO_SPAWN=1)' },
  help: { type: 'flag', help: 'show this help' },
  version: { type: 'flag', help: 'show the version' },
} as const satisfies Record<string, Option>;
