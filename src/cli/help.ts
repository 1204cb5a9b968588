import { globalOptions, type Argument, type Command, type Option } from './command.ts';
import { table } from './table.ts';

/** Verbs that belong together. */
export interface Group {
  readonly title: string;
  readonly commands: readonly Command[];
}

/** What `whis --help` prints: every verb with its line. */
export function overview(groups: readonly Group[]): string {
  const columns = 2 + Math.max(...groups.flatMap(({ commands }) => commands.map(nameLength)));
  const sections = groups.map(({ title, commands }) =>
    [title, ...commands.map(({ name, summary }) => `  ${name.padEnd(columns)}${summary}`)].join(
      '\n',
    ),
  );
  return [
    'whis: your voice, piped to your clipboard.',
    'whis VERB [OPTIONS], for example: whis toggle',
    ...sections,
    `Options of every verb\n${optionLines(globalOptions)}`,
    'More about a verb: whis help VERB\nExit codes: 0 done, 1 the daemon said no, 2 usage, 3 not running, 4 no answer in time,\n5 protocol or version, 6 unsafe path or permission, 7 busy, paused or already running, 130 interrupted',
  ].join('\n\n');
}

/** What `whis help VERB` prints. */
export function helpOf(command: Command): string {
  const { name, alias, summary, details = [], args, options, examples } = command;
  const given = Object.values<Argument>(args);
  const hasOptions = Object.keys(options).length > 0;
  const usage = ['whis', name, ...given.map(placeholder), '[OPTIONS]'].join(' ');
  const parts = [
    `${usage}\n${summary}${alias ? ` (also: whis ${alias})` : ''}`,
    ...details,
    ...(given.length > 0
      ? [table(indented(given.map(({ label, help }) => [label, help])), null)]
      : []),
    ...(hasOptions ? [`Options\n${optionLines(options)}`] : []),
    `Options of every verb\n${optionLines(globalOptions)}`,
    ...(examples.length > 0 ? [`Examples\n${table(indented(examples), null)}`] : []),
  ];
  return parts.join('\n\n');
}

function nameLength({ name }: Command): number {
  return name.length;
}

function placeholder({ label, kind }: Argument): string {
  if (kind === 'optional') return `[${label}]`;
  return kind === 'many' && !label.endsWith('…') ? `${label}…` : label;
}

function optionLines(options: Readonly<Record<string, Option>>): string {
  const rows = Object.entries(options).flatMap(([name, option]) => {
    if (option.hidden) return [];
    const value = option.type === 'flag' ? '' : ` ${option.value}`;
    return [[`--${name}${value}`, option.help]];
  });
  return table(indented(rows), null);
}

function indented(rows: readonly (readonly string[])[]): string[][] {
  return rows.map(([first = '', ...rest]) => [`  ${first}`, ...rest]);
}
