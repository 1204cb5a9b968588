import * as v from 'valibot';

import { logLevels } from '../protocol/events.ts';
import type { Params, RequestType } from '../protocol/requests.ts';
import { WhisError } from '../protocol/errors.ts';
import { overridesSchema } from '../store/overrides.ts';

const nothing = v.object({});
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const optionalId = v.object({ session_id: v.optional(id) });
const outputs = v.optional(overridesSchema.entries.output.wrapped);
const status = v.picklist(['recording', 'transcribing', 'done', 'failed', 'cancelled']);
const topic = v.picklist(['status', 'sessions', 'partials', 'levels', 'logs', 'all']);
const level = v.picklist(logLevels);
const model = v.object({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(255)) });
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/**
 * What each request may carry. Fields that are not named are ignored, but for the overrides of a
 * dictation, where a word misspelt would silently be lost.
 */
export const requestSchemas = {
  hello: v.object({ protocol: v.optional(count), client: v.optional(v.string()) }),
  ping: nothing,
  status: nothing,
  toggle: overridesSchema,
  start_session: overridesSchema,
  stop_session: v.object({ session_id: v.optional(id), wait: v.optional(v.boolean()) }),
  cancel_session: optionalId,
  undo: optionalId,
  restart_session: v.object({
    session_id: id,
    ...v.pick(overridesSchema, ['engine', 'model', 'language', 'preset']).entries,
  }),
  delete_session: v.object({ session_id: id, audio_only: v.optional(v.boolean()) }),
  get_session: v.object({ session_id: id }),
  list_sessions: v.object({
    query: v.optional(v.string()),
    status: v.optional(status),
    recovered: v.optional(v.boolean()),
    before: v.optional(v.string()),
    limit: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(1000))),
  }),
  deliver_session: v.object({ session_id: id, output: outputs }),
  export_session: v.object({
    session_id: id,
    format: v.picklist(['txt', 'md', 'json', 'srt', 'vtt']),
  }),
  get_waveform: v.object({
    session_id: id,
    points: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(2000))),
  }),
  attach_session: optionalId,
  logs: v.object({
    session_id: v.optional(id),
    lines: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(10_000))),
    level: v.optional(level),
  }),
  subscribe: v.object({
    events: v.optional(v.array(topic)),
    session_id: v.optional(id),
    since_seq: v.optional(count),
    level: v.optional(level),
  }),
  unsubscribe: nothing,
  pause: nothing,
  resume: nothing,
  reload: nothing,
  get_settings: nothing,
  set_setting: v.object({ key: v.string(), value: v.unknown() }),
  list_microphones: nothing,
  test_microphone: v.object({
    name: v.optional(v.pipe(v.string(), v.minLength(1))),
    seconds: v.optional(v.pipe(v.number(), v.minValue(0.5), v.maxValue(60))),
  }),
  list_models: nothing,
  download_model: model,
  cancel_download: model,
  remove_model: model,
  verify_model: model,
  use_model: model,
  describe: nothing,
  doctor: nothing,
  shutdown: nothing,
} satisfies { [Type in RequestType]: v.GenericSchema<unknown, unknown> };

/** Whether there is a request of this name. */
export function isRequestType(type: string): type is RequestType {
  return Object.hasOwn(requestSchemas, type);
}

/** Checks what a request carries. Throws `invalid_request` naming the field and what is allowed. */
export function checkParams<Type extends RequestType>(type: Type, fields: unknown): Params<Type> {
  const schema: v.GenericSchema<unknown, Params<Type>> = requestSchemas[type];
  const result = v.safeParse(schema, fields);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = v.getDotPath(issue) ?? 'the request';
  throw new WhisError('invalid_request', `${type}: “${field}”: ${issue.message}`);
}
