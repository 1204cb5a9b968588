import { printable } from '../../protocol/printable.ts';
import { askAnyway } from '../ask.ts';
import type { Context } from '../context.ts';
import { choicesOf, type Schema } from '../schema-text.ts';
import { shortId } from '../short-id.ts';
import { when } from '../time.ts';

/** Nobody waits longer for a TAB. */
const patienceMs = 1500;

/** A word, and what it stands for. */
export type Suggestion = readonly [word: string, help: string];

/** The newest sessions. Throws what the daemon answers, as all of these do. */
export async function offerSessions(context: Context): Promise<Suggestion[]> {
  const { sessions } = await askAnyway(hasty(context), 'list_sessions', {});
  const now = Date.now();
  const found = sessions.map(({ id, created_at, label, text, status }): Suggestion => {
    const about = printable((label ?? text ?? status).replace(/\s+/gu, ' ').slice(0, 50));
    return [shortId(id), `${when(printable(created_at), now)}: ${about}`];
  });
  return [['last', 'the newest one'], ...found];
}

/** The models that there are, installed or not. */
export async function offerModels(context: Context): Promise<Suggestion[]> {
  const { models } = await askAnyway(hasty(context), 'list_models', {});
  return models.map(({ name, title, installed }) => [
    printable(name),
    printable(installed ? `${title}, installed` : title),
  ]);
}

/** The keys of the settings. */
export async function offerSettings(context: Context): Promise<Suggestion[]> {
  const { settings } = await askAnyway(hasty(context), 'describe', {});
  return Object.keys(settings).map((key) => [key, '']);
}

/** What a setting may be, where that are some words. */
export async function offerValues(context: Context, key: string): Promise<Suggestion[]> {
  const { settings } = await askAnyway(hasty(context), 'describe', {});
  const schema = Object.hasOwn(settings, key) ? (settings[key] as Schema) : {};
  return choicesOf(schema).map((value) => [value, '']);
}

/** The presets by name, and the word for none of them. */
export async function offerPresets(context: Context): Promise<Suggestion[]> {
  const { settings } = await askAnyway(hasty(context), 'get_settings', {});
  // A name of several words would be taken apart by the shells.
  const words = settings.presets.filter(({ name }) => !name.includes(' '));
  const named = words.map(({ name, prompt }): Suggestion => {
    const about = printable(prompt.replace(/\s+/gu, ' ').slice(0, 50));
    return [name, about];
  });
  return [...named, ['none', 'the text as it was said']];
}

/** The names of requests, events and settings. */
export async function offerMessages(context: Context): Promise<Suggestion[]> {
  const { requests, events, settings } = await askAnyway(hasty(context), 'describe', {});
  const all = { request: requests, event: events, setting: settings };
  return Object.entries(all).flatMap(([kind, names]) =>
    Object.keys(names).map((name): Suggestion => [name, kind]),
  );
}

function hasty(context: Context): Context {
  return { ...context, timeoutMs: context.timeoutMs ?? patienceMs, maySpawn: false };
}
