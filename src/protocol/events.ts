import type { DaemonState } from './status.ts';
import type { Delivered, Failure, Session, Timings } from './session.ts';

/** What each event carries, by its name. */
export interface EventData {
  state_changed: { readonly from: DaemonState; readonly to: DaemonState };
  session_started: { readonly session: Session };
  session_updated: { readonly session: Session };
  partial: { readonly text: string };
  segment: { readonly start_s: number; readonly end_s: number; readonly text: string };
  session_done: {
    readonly text: string;
    readonly timings_ms: Timings;
    readonly recovered: boolean;
    /** Whether nobody waited for it any more: it is kept, and was brought nowhere. */
    readonly late: boolean;
    /** Where the preset has failed: the text is as it was said. */
    readonly error?: Failure;
  };
  /** `late`: it was taken up by itself, after an earlier failure or a crash. */
  session_failed: Failure & { readonly late: boolean };
  session_cancelled: Record<string, never>;
  session_restarted: Record<string, never>;
  session_deleted: { readonly audio_only: boolean };
  session_restored: Record<string, never>;
  delivered: Delivered & { readonly error: Failure | null };
  level: { readonly dbfs: number; readonly elapsed_ms: number };
  microphone_silent: { readonly microphone: string };
  microphone_lost: Failure;
  /** Another microphone has taken over in the same session; nothing was heard for `gap_ms` before `at_ms`. */
  microphone_changed: {
    readonly microphone: string;
    readonly at_ms: number;
    readonly gap_ms: number;
  };
  limit_near: { readonly seconds_left: number };
  hotkey_lost: { readonly reason: string };
  engine_restarted: { readonly engine: string; readonly reason: string };
  model_progress: {
    readonly name: string;
    readonly stage: 'downloading' | 'checking' | 'unpacking' | 'done' | 'failed';
    readonly received_bytes: number;
    readonly total_bytes: number | null;
    /** How fast it has come in the last seconds; null until that is known, and where nothing is downloaded. */
    readonly bytes_per_second: number | null;
    /** Only while it waits after a break of the line: when it is tried again, and why it must be. */
    readonly retry?: {
      /** Which try that will be of those in a row that may bring nothing, from 1 on. */
      readonly attempt: number;
      readonly attempts: number;
      readonly delay_ms: number;
      readonly reason: string;
    };
    /** Only with `failed`. */
    readonly error: Failure | null;
  };
  /** A model was installed or removed: `list_models` has what is there now. */
  models_changed: { readonly name: string; readonly installed: boolean };
  log_line: { readonly level: LogLevel; readonly line: string };
  settings_changed: { readonly keys: readonly string[] };
  gap: { readonly from_seq: number; readonly to_seq: number };
  overflow: Record<string, never>;
  shutting_down: { readonly reason: string };
}

/** The name of an event. */
export type EventName = keyof EventData;

/** How much a log line matters, from the least on. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const;

/** How much a log line matters. */
export type LogLevel = (typeof logLevels)[number];

/** Whether a line of `level` is wanted by whoever wants those from `least` on. */
export function matters(level: LogLevel, least: LogLevel): boolean {
  return logLevels.indexOf(level) >= logLevels.indexOf(least);
}

/** One event as it is sent. `level` and `model_progress` have no `seq`: they are not kept. */
export type WhisEvent = {
  [Name in EventName]: {
    readonly type: 'event';
    readonly seq?: number;
    /** ISO 8601, UTC. */
    readonly at: string;
    readonly event: Name;
    readonly session_id?: string;
    readonly data: EventData[Name];
  };
}[EventName];

/** What a subscriber may ask for; `all` is every one. */
export type EventTopic = 'status' | 'sessions' | 'partials' | 'levels' | 'logs' | 'all';

/** The topic that an event belongs to; null goes to every subscriber. */
export const topicOf: Record<EventName, Exclude<EventTopic, 'all'> | null> = {
  state_changed: 'status',
  session_started: 'sessions',
  session_updated: 'sessions',
  partial: 'partials',
  segment: 'partials',
  session_done: 'sessions',
  session_failed: 'sessions',
  session_cancelled: 'sessions',
  session_restarted: 'sessions',
  session_deleted: 'sessions',
  session_restored: 'sessions',
  delivered: 'sessions',
  level: 'levels',
  microphone_silent: 'status',
  microphone_lost: 'status',
  microphone_changed: 'status',
  limit_near: 'status',
  hotkey_lost: 'status',
  engine_restarted: 'status',
  model_progress: 'status',
  models_changed: 'status',
  log_line: 'logs',
  settings_changed: 'status',
  gap: null,
  overflow: null,
  shutting_down: null,
};
