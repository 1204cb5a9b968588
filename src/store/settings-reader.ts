import { isDeepStrictEqual } from 'node:util';

import * as v from 'valibot';

import { WhisError } from '../protocol/errors.ts';
import { isFields } from '../protocol/fields.ts';
import type { Settings } from '../protocol/settings.ts';
import { nearest } from './nearest.ts';
import { defaultSettings, settingsSchema } from './settings.ts';

/** A JSON object that was not checked yet. */
export type RawSettings = Record<string, unknown>;

/** What is wrong with one key. */
export interface Problem {
  /** Dotted. */
  readonly key: string;
  /** A sentence without its full stop, with the key and what is allowed; no API key is in it. */
  readonly message: string;
}

/** The dotted keys of all settings: `engine`, `keep_audio.days`, … */
export function settingKeys(): string[] {
  return [...settingSchemas().keys()];
}

/** What each setting may be, by its dotted key. */
export function settingSchemas(): ReadonlyMap<string, v.GenericSchema> {
  return new Map(leavesOf(settingsSchema, ''));
}

/** Whether a key names a setting or a group of them (`keep_audio`). */
export function isSettingKey(key: string): boolean {
  return settingKeys().some((known) => known === key || known.startsWith(`${key}.`));
}

/** Says that there is no such key, with the one that was probably meant. */
export function unknownKey(key: string): string {
  const meant = nearest(key, settingKeys());
  return meant === null
    ? `“${key}” is not a setting. There are: ${settingKeys().join(', ')}`
    : `“${key}” is not a setting; did you mean “${meant}”?`;
}

/** Reads JSON text. Throws `invalid_settings`, never with a piece of the text: a key may be in it. */
export function parseSettings(text: string, path: string): RawSettings {
  let raw: unknown;
  try {
    // Some editors on Windows begin a file with a byte order mark.
    raw = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const place = /line \d+ column \d+/.exec(String(error))?.[0];
    throw new WhisError(
      'invalid_settings',
      `${path} is not JSON${place ? ` (${place})` : ' (it may be cut off)'}. Correct it, or remove it to begin with the defaults.`,
    );
  }
  if (isFields(raw)) return raw;
  throw new WhisError(
    'invalid_settings',
    `${path} must hold one JSON object: {"hotkey": "ctrl+shift+r"}.`,
  );
}

/**
 * Makes settings of what is in the file: what is not there gets its default, what is wrong keeps the
 * value of `fallback` and is told.
 */
export function readSettings(
  raw: RawSettings,
  fallback: Settings = defaultSettings,
): { readonly settings: Settings; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const settings = readGroup(raw, { schema: settingsSchema, fallback, prefix: '', problems });
  return { settings: settings as unknown as Settings, problems };
}

/** Checks the value of one setting, by its dotted key. Throws `invalid_settings`. */
export function checkSetting(key: string, value: unknown): void {
  const schema = settingSchemas().get(key);
  const problems: Problem[] = [];
  if (schema) readValue(value, { schema, fallback: null, key, problems });
  const [problem] = problems;
  if (problem) throw new WhisError('invalid_settings', `${problem.message}.`);
}

/** The dotted keys whose values differ. */
export function changedKeys(before: Settings, after: Settings): string[] {
  return settingKeys().filter(
    (key) => !isDeepStrictEqual(valueAt(before, key), valueAt(after, key)),
  );
}

/** What a raw object holds at a dotted key. */
export function valueAt(raw: unknown, key: string): unknown {
  let value = raw;
  for (const part of key.split('.')) value = isFields(value) ? value[part] : undefined;
  return value;
}

type Group = v.StrictObjectSchema<v.ObjectEntries, undefined>;

interface Context {
  readonly schema: Group;
  readonly fallback: unknown;
  /** The dotted key of the group with a dot at its end; empty for the whole. */
  readonly prefix: string;
  readonly problems: Problem[];
}

function readGroup(raw: RawSettings, context: Context): RawSettings {
  const { schema, fallback, prefix, problems } = context;
  for (const name of Object.keys(raw)) {
    const key = prefix + name;
    if (!Object.hasOwn(schema.entries, name)) problems.push({ key, message: unknownKey(key) });
  }
  const read: RawSettings = {};
  for (const [name, entry] of Object.entries(schema.entries)) {
    const own = Object.hasOwn(raw, name) ? raw[name] : undefined;
    const inner = { fallback: valueAt(fallback, name), problems };
    read[name] = isGroup(entry)
      ? readInner(own, { ...inner, schema: entry, prefix: `${prefix}${name}.` })
      : readValue(own, { ...inner, schema: entry, key: prefix + name });
  }
  return read;
}

function readInner(raw: unknown, context: Context): unknown {
  if (raw === undefined) return readGroup({}, context);
  if (isFields(raw)) return readGroup(raw, context);
  const key = context.prefix.slice(0, -1);
  const names = Object.keys(context.schema.entries).join(', ');
  context.problems.push({ key, message: `“${key}” must be an object with ${names}` });
  return context.fallback;
}

function readValue(
  raw: unknown,
  {
    schema,
    fallback,
    key,
    problems,
  }: { schema: v.GenericSchema; fallback: unknown; key: string; problems: Problem[] },
): unknown {
  const result = v.safeParse(schema, raw);
  if (result.success) return result.output;
  const [issue] = result.issues;
  problems.push({ key, message: `“${key}” is ${shown(key, raw)}; allowed: ${issue.message}` });
  return fallback;
}

/** A value for a message: cut short, and nothing of what could be a secret. */
function shown(key: string, value: unknown): string {
  if (key.endsWith('api_key')) return 'not shown here';
  const json = JSON.stringify(value).replace(/\/\/[^/@]*@/g, '//…@');
  return json.length > 80 ? `${json.slice(0, 79)}…` : json;
}

function leavesOf(group: Group, prefix: string): (readonly [string, v.GenericSchema])[] {
  return Object.entries(group.entries).flatMap(([name, entry]) =>
    isGroup(entry) ? leavesOf(entry, `${prefix}${name}.`) : [[prefix + name, entry] as const],
  );
}

function isGroup(schema: v.GenericSchema | Group): schema is Group {
  return schema.type === 'strict_object';
}
