import { WhisError } from '../../protocol/errors.ts';
import { printable } from '../../protocol/printable.ts';
import type { ListedModel } from '../../protocol/model.ts';
import { askAnyway } from '../ask.ts';
import { defineCommand } from '../command.ts';
import type { Context } from '../context.ts';
import { downloadModel } from '../model-download.ts';
import { inUseNote } from '../model-in-use.ts';
import { table } from '../table.ts';
import { megabytes } from '../transfer.ts';

const actions = ['list', 'download', 'use', 'remove', 'verify', 'path'] as const;

/** More languages than this are counted. */
const mostLanguages = 6;

/** `whis model`: gets models of the local engine, and tells of them. */
export const model = defineCommand({
  name: 'model',
  summary: 'get models for the local engine, and choose one',
  details: [
    'whis model list, download NAME, use NAME, remove NAME, verify NAME, path [NAME]. Works without a running daemon.',
    'Download goes on where an earlier one has ended; Ctrl-C ends it, and what has come is kept. Verify exits with 1 when a file is not what was installed.',
  ],
  args: {
    action: {
      label: 'list|download|use|remove|verify|path',
      kind: 'required',
      choices: actions,
      help: 'what to do',
    },
    name: {
      label: 'NAME',
      kind: 'optional',
      offer: 'model',
      help: 'a model, as the list names it',
    },
  },
  options: {},
  examples: [
    ['whis model list', 'what there is, and what is installed'],
    ['whis model download parakeet-tdt-0.6b-v3', '25 languages, 487 MB'],
    ['whis model use parakeet-tdt-0.6b-v3', 'from the next dictation on'],
  ],
  async run({ context, args: { action, name } }) {
    switch (action) {
      case 'list':
        return list(context);
      case 'path':
        return showPath(context, name);
      case 'download':
        return download(context, needed(name, action));
      case 'use':
        return use(context, needed(name, action));
      case 'remove':
        return remove(context, needed(name, action));
      case 'verify':
        return verify(context, needed(name, action));
    }
  },
});

async function list(context: Context): Promise<number> {
  const { terminal, json } = context;
  const reply = await askAnyway(context, 'list_models', {});
  if (json) {
    terminal.json(reply);
    return 0;
  }
  const header = ['NAME', 'STATE', 'DOWNLOAD', 'LANGUAGES', 'LICENCE'];
  terminal.answer(table([header, ...reply.models.map(row)], terminal.columns));
  for (const { name, problem } of reply.models)
    if (problem !== null) terminal.note(printable(`${name} cannot be used: ${problem}`));
  return 0;
}

function row(listed: ListedModel): string[] {
  const { name, size_bytes: size, license, languages } = listed;
  const spoken =
    languages.length > mostLanguages ? `${languages.length} languages` : languages.join(', ');
  return [name, stateOf(listed), size === null ? '' : megabytes(size), spoken, license ?? ''].map(
    printable,
  );
}

function stateOf({ downloading, problem, in_use, installed }: ListedModel): string {
  if (downloading !== null) {
    const { received_bytes: received, total_bytes: total } = downloading;
    return total ? `${Math.floor((received / total) * 100)} %` : megabytes(received);
  }
  if (problem !== null) return 'broken';
  if (in_use) return 'in use';
  return installed ? 'installed' : '';
}

async function showPath(context: Context, name: string | undefined): Promise<number> {
  const { folder, models } = await askAnyway(context, 'list_models', {});
  const path = name === undefined ? folder : pathOf(models, name);
  if (context.json) context.terminal.json({ type: 'model_path', path });
  else context.terminal.answer(printable(path));
  return 0;
}

function pathOf(models: readonly ListedModel[], name: string): string {
  const found = models.find((listed) => listed.name === name && listed.installed);
  if (found) return found.path;
  throw new WhisError(
    'invalid_request',
    `The model “${printable(name)}” is not installed. See: whis model list`,
  );
}

async function download(context: Context, name: string): Promise<number> {
  const reply = await downloadModel(context, name);
  const { terminal, json } = context;
  if (json) {
    terminal.json(reply);
    return 0;
  }
  terminal.answer(printable(`${name} is installed: ${reply.path}`));
  if (reply.checksum === 'learnt')
    terminal.note(
      `its publisher gives no checksum; that of this download holds now: ${reply.sha256}`,
    );
  const { models } = await askAnyway(context, 'list_models', {});
  terminal.note(inUseNote(name, models));
  return 0;
}

async function use(context: Context, name: string): Promise<number> {
  const reply = await askAnyway(context, 'use_model', { name });
  if (context.json) context.terminal.json(reply);
  else context.terminal.answer(`${printable(name)} is in use from the next dictation on`);
  return 0;
}

async function remove(context: Context, name: string): Promise<number> {
  const reply = await askAnyway(context, 'remove_model', { name });
  if (context.json) context.terminal.json(reply);
  else context.terminal.answer(`${printable(name)} is removed`);
  return 0;
}

async function verify(context: Context, name: string): Promise<number> {
  // A few gigabytes take a minute to read.
  const patient = { ...context, timeoutMs: context.timeoutMs ?? Infinity };
  const reply = await askAnyway(patient, 'verify_model', { name });
  const { terminal, json } = context;
  if (json) terminal.json(reply);
  else terminal.answer(`${printable(name)} ${reply.ok ? 'is well' : 'is damaged'}`);
  if (!json && reply.problem !== null) terminal.note(printable(reply.problem));
  return reply.ok ? 0 : 1;
}

function needed(name: string | undefined, action: string): string {
  if (name !== undefined) return name;
  throw new WhisError(
    'usage',
    `Which model? whis model ${action} NAME. What there is: whis model list`,
  );
}
