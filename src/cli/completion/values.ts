import { globalOptions, type Argument, type Command, type Offer, type Option } from '../command.ts';

/** What can stand in a place: some words, something a shell or whis finds, or anything (null). */
export type Values = { readonly words: readonly string[] } | { readonly offer: Offer } | null;

/** What can stand after an option, or as an argument. */
export function valuesOf(part: Option | Argument): Values {
  if ('choices' in part && part.choices) return { words: part.choices };
  return 'offer' in part && part.offer ? { offer: part.offer } : null;
}

/** The options of a verb, those of every verb included, by name; hidden ones are left out. */
export function optionsOf({ options }: Command): [string, Option][] {
  const all: [string, Option][] = Object.entries({ ...options, ...globalOptions });
  return all.filter(([, { hidden }]) => !hidden);
}

/** The ways to write an option: `-f`, `--follow`. */
export function flagsOf(name: string, option: Option): string[] {
  return option.type === 'flag' && option.short ? [`-${option.short}`, `--${name}`] : [`--${name}`];
}

/** A verb's name, and its alias if it has one. */
export function namesOf({ name, alias }: Command): string[] {
  return alias ? [name, alias] : [name];
}

/** The options after which a value comes, of all verbs: no name is a flag elsewhere. */
export function valueFlags(commands: readonly Command[]): string[] {
  const flags = commands.flatMap((command) =>
    optionsOf(command).flatMap(([name, { type }]) => (type === 'flag' ? [] : [`--${name}`])),
  );
  return [...new Set(flags)];
}

/** A text in single quotes, for bash and zsh. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
