import type { WhisEvent } from '../events.ts';
import { WhisError } from '../errors.ts';
import { fieldsOf, isFields, type Fields } from '../fields.ts';
import type { Message } from './dialect.ts';
import { parseJson } from './tagged.ts';

/** The verbs of the process manager whose daemon speaks in frames. */
export type ManagerVerb =
  | 'List'
  | 'Status'
  | 'Start'
  | 'Stop'
  | 'Restart'
  | 'Delete'
  | 'Logs'
  | 'Subscribe'
  | 'Unsubscribe';

type Request = Fields & { readonly type: string };

/** How each verb becomes a request of ours. A session's id, `last` or `current` is its app's name. */
const readers: Readonly<Record<ManagerVerb, (fields: Fields) => Request | WhisError>> = {
  List: () => ({ type: 'list_sessions', limit: 1000 }),
  Status: ({ name }) =>
    isNothing(name)
      ? { type: 'list_sessions', limit: 1000 }
      : { type: 'get_session', session_id: name },
  Start: ({ name, config }) => startRequest(name, config),
  Stop: ({ name }) => ({ type: 'stop_session', ...named(name) }),
  Restart: ({ name }) => ({ type: 'restart_session', session_id: name }),
  Delete: ({ name }) => ({ type: 'delete_session', session_id: name }),
  Logs: ({ name, lines }) => ({
    type: 'logs',
    ...named(name),
    ...(isNothing(lines) ? {} : { lines }),
  }),
  Subscribe: ({ subscription }) => subscribeRequest(subscription),
  Unsubscribe: () => ({ type: 'unsubscribe' }),
};

/** What each subscription wants to hear. */
const topics: Readonly<Record<string, readonly string[]>> = {
  StatusEvents: ['status', 'sessions', 'partials'],
  LogEvents: ['logs'],
  AllEvents: ['all'],
};

/** Their names for events; the others keep ours. */
const eventTypes: Readonly<Record<string, string>> = {
  state_changed: 'status_change',
  session_started: 'process_started',
  session_done: 'process_exited',
  session_failed: 'process_crashed',
  session_restarted: 'process_restarting',
};

/** The verb of a request in this shape: `"List"` or `{"Status":{…}}`; null for anything else. */
export function managerVerb(
  value: unknown,
): { readonly verb: string; readonly fields: Fields } | null {
  if (typeof value === 'string') return { verb: value, fields: {} };
  if (!isFields(value)) return null;
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0 || entry[0] === 'type') return null;
  const [verb, fields] = entry;
  return { verb, fields: fieldsOf(fields) };
}

/** Whether it is a verb that is understood. */
export function isManagerVerb(verb: string): verb is ManagerVerb {
  return Object.hasOwn(readers, verb);
}

/** Our request for one of theirs, or what is wrong with it. */
export function readManager(verb: ManagerVerb, fields: Fields): Request | WhisError {
  return readers[verb](fields);
}

/** Writes our reply in their shape: `Success`, `Error` or `Data`. */
export function writeManager(message: Message): object {
  const { type, ...fields } = message;
  switch (type) {
    case 'error':
      return { Error: { message: fields['message'] } };
    case 'session_list':
      return { Data: { data: { apps: fields['sessions'] } } };
    case 'session':
      return { Data: { data: { app: fields['session'] } } };
    case 'logs':
      return { Data: { data: { lines: fields['lines'] } } };
    default:
      return { Success: { message: describe(message) } };
  }
}

/** Writes one of our events in their shape. */
export function writeManagerEvent(event: WhisEvent): object {
  const { event: name, data, session_id: id, at, seq } = event;
  const about = {
    ...data,
    ...(id === undefined ? {} : { name: id }),
    at,
    ...(seq === undefined ? {} : { seq }),
  };
  return { Event: { event_type: eventTypes[name] ?? name, data: about } };
}

function startRequest(name: unknown, config: unknown): Request | WhisError {
  const label = isNothing(name) || name === '' ? {} : { label: name };
  if (isNothing(config) || config === '') return { type: 'start_session', ...label };
  const overrides = typeof config === 'string' ? parseJson(config) : config;
  if (overrides instanceof WhisError || !isFields(overrides)) {
    return new WhisError(
      'invalid_request',
      'Start: “config” must be the overrides as JSON text, for example {"language":"de"}, or empty.',
    );
  }
  return { ...label, ...overrides, type: 'start_session' };
}

function subscribeRequest(subscription: unknown): Request | WhisError {
  const [entry] = isFields(subscription) ? Object.entries(subscription) : [];
  const events = entry && Object.hasOwn(topics, entry[0]) ? topics[entry[0]] : undefined;
  if (entry === undefined || events === undefined) {
    return new WhisError(
      'invalid_request',
      `Subscribe: “subscription” must be one of ${Object.keys(topics).join(', ')}, each with an app_name or null.`,
    );
  }
  const name = isFields(entry[1]) ? entry[1]['app_name'] : null;
  return { type: 'subscribe', events, ...named(name) };
}

function named(name: unknown): Fields {
  return isNothing(name) ? {} : { session_id: name };
}

function describe({ type, session_id: id }: Message): string {
  const what = type.replaceAll('_', ' ');
  return typeof id === 'string' ? `${what} ${id}` : what;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}
