import * as v from 'valibot';

import { logLevels, type EventData, type EventName } from '../protocol/events.ts';

const nothing = v.strictObject({});
const code = v.string();
const text = v.string();
const seconds = v.number();
const ms = v.nullable(v.number());
const state = v.picklist(['idle', 'recording', 'transcribing', 'paused']);
const failure = v.object({ code, message: text });
const segment = v.object({ start_s: seconds, end_s: seconds, text });
const timings = v.object({
  requested_to_first_frame: ms,
  stop_to_text: ms,
  engine: ms,
  text: ms,
  delivery: ms,
});
const delivered = v.object({ to: text, confirmed: v.nullable(v.boolean()), at: text });
const maybe = v.nullable(text);
const session = v.object({
  id: text,
  status: v.picklist(['recording', 'transcribing', 'done', 'failed', 'cancelled']),
  created_at: text,
  started_at: maybe,
  ended_at: maybe,
  duration_ms: ms,
  label: maybe,
  working_dir: maybe,
  language: maybe,
  engine: maybe,
  model: maybe,
  preset: maybe,
  text: maybe,
  raw_text: maybe,
  segments: v.array(segment),
  audio_path: maybe,
  log_path: text,
  error: v.nullable(failure),
  retry_at: maybe,
  delivered: v.array(delivered),
  timings_ms: timings,
  recovered: v.boolean(),
});

/** What each event carries in `data`: for `describe`, and for the tests that hold the daemon to it. */
export const eventSchemas = {
  state_changed: v.object({ from: state, to: state }),
  session_started: v.object({ session }),
  session_updated: v.object({ session }),
  partial: v.object({ text }),
  segment,
  session_done: v.object({
    text,
    timings_ms: timings,
    recovered: v.boolean(),
    late: v.boolean(),
    error: v.exactOptional(failure),
  }),
  session_failed: v.object({ ...failure.entries, late: v.boolean() }),
  session_cancelled: nothing,
  session_restarted: nothing,
  session_deleted: v.object({ audio_only: v.boolean() }),
  session_restored: nothing,
  delivered: v.object({ ...delivered.entries, error: v.nullable(failure) }),
  level: v.object({ dbfs: v.number(), elapsed_ms: v.number() }),
  microphone_silent: v.object({ microphone: text }),
  microphone_lost: failure,
  microphone_changed: v.object({ microphone: text, at_ms: v.number(), gap_ms: v.number() }),
  limit_near: v.object({ seconds_left: seconds }),
  hotkey_lost: v.object({ reason: text }),
  engine_restarted: v.object({ engine: text, reason: text }),
  model_progress: v.object({
    name: text,
    stage: v.picklist(['downloading', 'checking', 'unpacking', 'done', 'failed']),
    received_bytes: v.number(),
    total_bytes: v.nullable(v.number()),
    bytes_per_second: v.nullable(v.number()),
    retry: v.exactOptional(
      v.object({ attempt: v.number(), attempts: v.number(), delay_ms: v.number(), reason: text }),
    ),
    error: v.nullable(failure),
  }),
  models_changed: v.object({ name: text, installed: v.boolean() }),
  log_line: v.object({ level: v.picklist(logLevels), line: text }),
  settings_changed: v.object({ keys: v.array(text) }),
  gap: v.object({ from_seq: v.number(), to_seq: v.number() }),
  overflow: nothing,
  shutting_down: v.object({ reason: text }),
} satisfies { [Name in EventName]: v.GenericSchema<unknown, EventData[Name]> };
