import { WhisError } from '../../protocol/errors.ts';
import { settingsFile } from '../../protocol/endpoint.ts';
import { printable } from '../../protocol/printable.ts';
import type { Settings } from '../../protocol/settings.ts';
import { askAnyway } from '../ask.ts';
import { defineCommand } from '../command.ts';
import type { Context } from '../context.ts';
import { nearest } from '../nearest.ts';

/** `whis config`: reads and changes the settings. */
export const config = defineCommand({
  name: 'config',
  summary: 'read and change the settings',
  details: [
    'whis config list, get KEY, set KEY VALUE, path. Works without a running daemon.',
    'VALUE is JSON where it is JSON, else text; - reads it from standard input, for keys that do not belong in the history of a shell. null takes a value away.',
  ],
  args: {
    action: {
      label: 'get|set|list|path',
      kind: 'required',
      choices: ['get', 'set', 'list', 'path'],
      help: 'what to do',
    },
    key: {
      label: 'KEY',
      kind: 'optional',
      offer: 'setting',
      help: 'a setting: engines.openai.model',
    },
    value: {
      label: 'VALUE',
      kind: 'optional',
      offer: 'setting value',
      help: 'its new value, or -',
    },
  },
  options: {},
  examples: [
    ['whis config set language de', 'from the next dictation on'],
    ['whis config set engines.openai.api_key - < key.txt', 'a key that nobody sees'],
  ],
  async run({ context, args: { action, key, value } }) {
    switch (action) {
      case 'path':
        return showPath(context);
      case 'list':
        return list(context);
      case 'get':
        return get(context, needed(key, 'whis config get KEY'));
      case 'set': {
        const line = 'whis config set KEY VALUE';
        return set(context, needed(key, line), needed(value, line));
      }
    }
  },
});

function showPath({ surroundings, terminal, json }: Context): number {
  const path = settingsFile(surroundings);
  if (json) terminal.json({ type: 'settings_path', path });
  else terminal.answer(printable(path));
  return 0;
}

async function list(context: Context): Promise<number> {
  const reply = await askAnyway(context, 'get_settings', {});
  if (context.json) context.terminal.json(reply);
  else {
    for (const [key, value] of flat(reply.settings)) {
      context.terminal.answer(`${key} = ${printable(JSON.stringify(value))}`);
    }
  }
  return 0;
}

async function get(context: Context, key: string): Promise<number> {
  const { settings } = await askAnyway(context, 'get_settings', {});
  const value = valueAt(settings, key);
  if (value === undefined) {
    const keys = flat(settings).map(([name]) => name);
    const close = nearest(key, keys);
    throw new WhisError(
      'invalid_settings',
      `There is no setting “${key}”.${close ? ` Did you mean “${close}”?` : ''} See: whis config list`,
    );
  }
  if (context.json || typeof value !== 'string') context.terminal.json(value);
  else context.terminal.answer(printable(value));
  return 0;
}

async function set(context: Context, key: string, given: string): Promise<number> {
  const value = asJson(given === '-' ? await standardInput() : given);
  const reply = await askAnyway(context, 'set_setting', { key, value });
  if (context.json) context.terminal.json(reply);
  else context.terminal.answer(`${printable(key)} is set`);
  return 0;
}

function needed(word: string | undefined, line: string): string {
  if (word !== undefined) return word;
  throw new WhisError('usage', `Something is missing: ${line}. See: whis config --help`);
}

/** The leaves of the settings, as dotted keys. */
function flat(value: object, prefix = ''): [string, unknown][] {
  return Object.entries(value).flatMap(([name, part]: [string, unknown]) => {
    const isGroup = typeof part === 'object' && part !== null && !Array.isArray(part);
    return isGroup ? flat(part, `${prefix}${name}.`) : [[`${prefix}${name}`, part]];
  });
}

function valueAt(settings: Settings, key: string): unknown {
  let value: unknown = settings;
  for (const name of key.split('.')) {
    const isGroup = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
    if (!isGroup) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

async function standardInput(): Promise<string> {
  let text = '';
  for await (const piece of process.stdin.setEncoding('utf8')) text += piece as string;
  return text.replace(/\r?\n$/, '');
}
