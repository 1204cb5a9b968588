import { WhisError } from '../../protocol/errors.ts';
import { printable } from '../../protocol/printable.ts';
import type { Description } from '../../protocol/requests.ts';
import { askAnyway } from '../ask.ts';
import { defineCommand } from '../command.ts';
import type { Context } from '../context.ts';
import { nearest } from '../nearest.ts';
import { fieldNames, fieldRows, kindOf, type Schema } from '../schema-text.ts';
import { wrappedTable } from '../table.ts';

/** `whis describe`: what can be said over the socket. */
export const describe = defineCommand({
  name: 'describe',
  summary: 'what can be asked over the socket, and what is told',
  details: [
    'Works without a running daemon. A question mark: the field may be left out. With --json or --schema: JSON Schema (draft 7), on one line or indented.',
  ],
  args: {
    name: {
      label: 'REQUEST|EVENT',
      kind: 'optional',
      offer: 'message',
      help: 'one request or event, or the key of a setting',
    },
  },
  options: { schema: { type: 'flag', help: 'print JSON Schema' } },
  examples: [
    ['whis describe', 'every request and event with its fields'],
    ['whis describe start_session', 'what each of its fields may be'],
  ],
  async run({ context, args: { name }, options }) {
    const { terminal, json } = context;
    const { type: _, ...description } = await askAnyway(context, 'describe', {});
    const part = name === undefined ? description : partOf(description, name);
    if (json) terminal.json(part);
    else if (options.schema) terminal.answer(JSON.stringify(part, null, 2));
    else if (name === undefined) showAll(description, context);
    else showOne(name, part, context);
    return 0;
  },
});

function partOf({ requests, events, settings }: Description, name: string): object {
  const parts = { ...settings, ...events, ...requests };
  const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
  if (part) return part;
  const close = nearest(name, Object.keys(parts));
  throw new WhisError(
    'usage',
    `There is no request, event or setting “${name}”.${close ? ` Did you mean “${close}”?` : ''} They are: whis describe`,
  );
}

function showAll({ protocol, requests, events, settings }: Description, context: Context): void {
  const { terminal } = context;
  const show = (title: string, parts: Readonly<Record<string, object>>, cell: Cell) => {
    const rows = Object.entries(parts).map(([name, schema]) => [
      `  ${printable(name)}`,
      printable(cell(schema as Schema)),
    ]);
    terminal.answer(terminal.mark(title, 'bold'));
    terminal.answer(`${wrappedTable(rows, terminal.columns)}\n`);
  };
  show(`Requests of protocol ${protocol}`, requests, fieldNames);
  show('Events, and what is in their data', events, fieldNames);
  show('Settings', settings, kindOf);
  terminal.answer('What a field may be: whis describe REQUEST. For programs: --schema');
}

type Cell = (schema: Schema) => string;

function showOne(name: string, schema: Schema, { terminal }: Context): void {
  if (schema.properties === undefined) {
    terminal.answer(`${printable(name)}: ${printable(kindOf(schema))}`);
    return;
  }
  const rows = fieldRows(schema).map((row) => row.map(printable));
  terminal.answer(terminal.mark(printable(name), 'bold'));
  terminal.answer(
    rows.length === 0
      ? 'no fields'
      : wrappedTable(
          rows.map(([field = '', kind = '']) => [`  ${field}`, kind]),
          terminal.columns,
        ),
  );
}
