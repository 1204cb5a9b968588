import { globalOptions, type Argument, type Command, type Option } from './command.ts';
import { wrap, wrappedTable } from './table.ts';

/** Verbs that belong together. */
export interface Group {
  readonly title: string;
  readonly commands: readonly Command[];
}

/** How a help is to look: how wide (null: nothing is wrapped), and how its headings stand out. */
export interface Look {
  readonly columns: number | null;
  readonly heading: (text: string) => string;
}

const plain: Look = { columns: null, heading: (text) => text };

/** What `whis --help` prints: every verb with its line. */
export function overview(groups: readonly Group[], look: Look = plain): string {
  const width = Math.max(...groups.flatMap(({ commands }) => commands.map(nameLength)));
  const sections = groups.map(({ title, commands }) => {
    const rows = commands.map(({ name, summary }) => [`  ${name.padEnd(width)}`, summary]);
    return section(title, rows, look);
  });
  return [
    `${look.heading('whis')}: your voice, piped to your clipboard.`,
    section('Begin here', beginnings, look),
    ...sections,
    optionSection('Options of every verb', globalOptions, look),
    paragraph(
      'Exit codes: 0 done, 1 the daemon said no, 2 usage, 3 not running, 4 no answer in time, 5 protocol or version, 6 unsafe path or permission, 7 busy, paused or already running, 130 interrupted.',
      look,
    ),
    'More about a verb: whis help VERB',
  ].join('\n\n');
}

/** What `whis help VERB` prints. */
export function helpOf(command: Command, look: Look = plain): string {
  const { name, alias, summary, details = [], args, options, examples } = command;
  const given = Object.values<Argument>(args);
  const usage = ['whis', name, ...given.map(placeholder), '[OPTIONS]'].join(' ');
  const parts = [
    `${look.heading(paragraph(usage, look))}\n${paragraph(`${summary}${alias ? ` (also: whis ${alias})` : ''}`, look)}`,
    ...details.map((text) => paragraph(text, look)),
    wrappedTable(indented(given.map(({ label, help }) => [label, help])), look.columns),
    optionSection('Options', options, look),
    optionSection('Options of every verb', globalOptions, look),
    section('Examples', indented(examples), look),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

const beginnings = [
  ['  whis doctor', 'what works here, and what to do about the rest'],
  ['  whis listen', 'run the daemon, here or with --detach in the background'],
  ['  whis toggle', 'speak; once more, and the text is on the clipboard'],
];

function nameLength({ name }: Command): number {
  return name.length;
}

function placeholder({ label, kind }: Argument): string {
  const many = label.endsWith('…') ? label : `${label}…`;
  switch (kind) {
    case 'required':
      return label;
    case 'optional':
      return `[${label}]`;
    case 'many':
      return many;
    case 'any':
      return `[${many}]`;
  }
}

function optionSection(
  title: string,
  options: Readonly<Record<string, Option>>,
  look: Look,
): string {
  const rows = Object.entries(options).flatMap(([name, option]) => {
    if (option.hidden) return [];
    if (option.type !== 'flag') return [[`--${name} ${option.value}`, option.help]];
    return [[option.short ? `-${option.short}, --${name}` : `--${name}`, option.help]];
  });
  return section(title, indented(rows), look);
}

/** Empty where there are no rows. */
function section(title: string, rows: readonly (readonly string[])[], look: Look): string {
  return rows.length === 0 ? '' : `${look.heading(title)}\n${wrappedTable(rows, look.columns)}`;
}

function paragraph(text: string, { columns }: Look): string {
  return columns === null ? text : wrap(text, columns).join('\n');
}

function indented(rows: readonly (readonly string[])[]): string[][] {
  return rows.map(([first = '', ...rest]) => [`  ${first}`, ...rest]);
}
