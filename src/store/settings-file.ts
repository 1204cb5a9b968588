import { readFileSync, renameSync, statSync } from 'node:fs';

import { WhisError, asWhisError } from '../protocol/errors.ts';
import { isFields } from '../protocol/fields.ts';
import type { Settings } from '../protocol/settings.ts';
import { asideName } from './private-file.ts';
import { removeUnfinished, replaceFile } from './replace-file.ts';
import { defaultSettings } from './settings.ts';
import {
  changedKeys,
  isSettingKey,
  parseSettings,
  readSettings,
  unknownKey,
  type Problem,
  type RawSettings,
} from './settings-reader.ts';
import { watchFile } from './settings-watch.ts';
import { isMissing, storageError } from './storage-error.ts';

const leftOut = 'It was left out.';

/** What a change of the file came to. */
export type SettingsOutcome = { readonly changed: string[] } | { readonly error: WhisError };

/** The settings and their file. The file belongs to the person: only keys that are set are written. */
export class SettingsFile {
  readonly path: string;
  #notices: readonly string[];
  #current: Settings;
  /** What was last read or written; null when there was no file. */
  #text: string | null;
  #setting: Promise<unknown> = Promise.resolve();

  private constructor(path: string, found: Found) {
    this.path = path;
    this.#notices = found.notices;
    this.#current = found.settings;
    this.#text = found.text;
  }

  /**
   * Reads the file, whatever state it is in: without a file, the defaults; a file that is not JSON is
   * set aside beside its place (`now` names it), unless `mend` is false: then it stays; a value that
   * is not allowed counts as not set, and the file stays as it is. All of that is in `notices`.
   */
  static open(
    path: string,
    { mend = true, now = Date.now }: { mend?: boolean; now?: () => number } = {},
  ): SettingsFile {
    if (mend) removeUnfinished(path);
    const setAside = (broken: string) =>
      mend ? moveAside(broken, now()) : 'The defaults are used.';
    return new SettingsFile(path, findSettings(path, setAside));
  }

  /** What people should be told about the file, as it was read or written last. */
  get notices(): readonly string[] {
    return this.#notices;
  }

  /** The settings, complete. */
  get current(): Settings {
    return this.#current;
  }

  /**
   * Reads the file again and returns the keys that have another value now. Throws `invalid_settings`
   * (and `storage_failed`) and keeps the old settings when anything in it is wrong.
   */
  reload(): string[] {
    this.#text = readText(this.path);
    const raw = this.#text === null ? {} : parseSettings(this.#text, this.path);
    const { settings, problems } = readSettings(raw);
    this.#notices = problems.map((problem) => notice(this.path, problem, 'The old settings stay.'));
    if (problems.length > 0) throw invalid(this.path, problems);
    return this.#become(settings);
  }

  /**
   * Sets one key, or a group (`keep_audio`) to an object, and writes the file (atomically, 0600);
   * returns the keys that have another value now. Null takes a key out of the file, back to its
   * default, but where null is a value of its own (`hotkey`). What else is wrong in the file stays.
   * Throws `invalid_settings` and `storage_failed`; then nothing has changed.
   */
  set(key: string, value: unknown): Promise<string[]> {
    // One after the other: each reads what the one before has written.
    const done = this.#setting.then(() => this.#set(key, value));
    this.#setting = done.catch(() => {});
    return done;
  }

  /**
   * Tells what every later change of the file, by whomever, came to; an own `set` is not told.
   * Returns what ends it. Where the system cannot watch, that is told as an error, once.
   */
  watch(onChange: (outcome: SettingsOutcome) => void): () => void {
    return watchFile(this.path, {
      changed: () => this.#look(onChange),
      failed: (error) => onChange({ error }),
    });
  }

  #look(onChange: (outcome: SettingsOutcome) => void): void {
    try {
      if (readText(this.path) === this.#text) return;
      const changed = this.reload();
      if (changed.length > 0) onChange({ changed });
    } catch (error) {
      onChange({ error: asWhisError(error) });
    }
  }

  async #set(key: string, value: unknown): Promise<string[]> {
    if (!isSettingKey(key)) throw new WhisError('invalid_settings', `${unknownKey(key)}.`);
    const text = readText(this.path);
    const raw = text === null ? {} : parseSettings(text, this.path);
    const isNullMeant = value === null && nullIsItsOwn(key);
    put(raw, key.split('.'), value === null && !isNullMeant ? undefined : value);
    const { settings, problems } = readSettings(raw, this.#current);
    const wrong = problems.filter((problem) => `${problem.key}.`.startsWith(`${key}.`));
    if (wrong.length > 0) throw invalid(this.path, wrong);
    const written = `${JSON.stringify(raw, null, 2)}\n`;
    try {
      await replaceFile(this.path, written);
    } catch (error) {
      throw storageError(`The settings ${this.path} could not be written`, error);
    }
    this.#text = written;
    this.#notices = problems.map((problem) => notice(this.path, problem, leftOut));
    return this.#become(settings);
  }

  #become(settings: Settings): string[] {
    const changed = changedKeys(this.#current, settings);
    this.#current = settings;
    return changed;
  }
}

interface Found {
  readonly settings: Settings;
  readonly text: string | null;
  readonly notices: readonly string[];
}

function findSettings(path: string, setAside: (path: string) => string): Found {
  let text: string | null = null;
  try {
    text = readText(path);
    if (text === null) return { settings: defaultSettings, text, notices: [] };
    const { settings, problems } = readSettings(parseSettings(text, path));
    const notices = problems.map((problem) => notice(path, problem, leftOut));
    return { settings, text, notices };
  } catch (error) {
    const { message } = asWhisError(error);
    const what = text === null ? 'The defaults are used.' : setAside(path);
    return { settings: defaultSettings, text: null, notices: [`${message} ${what}`] };
  }
}

function moveAside(path: string, now: number): string {
  const aside = asideName(path, 'broken', now);
  try {
    renameSync(path, aside);
    return `It was set aside as ${aside}, and the defaults are used.`;
  } catch (error) {
    return storageError('It could not be set aside, and the defaults are used', error).message;
  }
}

function readText(path: string): string | null {
  try {
    // A fifo or a device could keep us reading for ever.
    if (statSync(path).isFile()) return readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw storageError(`The settings ${path} could not be read`, error);
  }
  throw new WhisError('invalid_settings', `${path} is not a file. Move it away.`);
}

function notice(path: string, { message }: Problem, consequence: string): string {
  return `${path}: ${message}. ${consequence}`;
}

function invalid(path: string, problems: readonly Problem[]): WhisError {
  const messages = problems.map(({ message }) => message).join('; ');
  return new WhisError('invalid_settings', `${path}: ${messages}.`);
}

/** Whether null differs from the default and is allowed. */
function nullIsItsOwn(key: string): boolean {
  const raw: RawSettings = {};
  put(raw, key.split('.'), null);
  const { settings, problems } = readSettings(raw);
  return problems.length === 0 && changedKeys(defaultSettings, settings).length > 0;
}

/** Puts a value to its place; undefined takes it away. */
function put(raw: RawSettings, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length > 0) {
    const own = raw[name];
    const inner = isFields(own) ? own : {};
    put(inner, rest, value);
    if (Object.keys(inner).length > 0) raw[name] = inner;
    else delete raw[name];
  } else if (value === undefined) delete raw[name];
  else raw[name] = value;
}
