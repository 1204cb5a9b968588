import type { Overrides, Settings } from '../protocol/settings.ts';
import type { Session, Timings } from '../protocol/session.ts';

const noTimings: Timings = {
  requested_to_first_frame: null,
  stop_to_text: null,
  engine: null,
  text: null,
  delivery: null,
};

/** A session at its beginning: what was asked for this once goes before the settings. */
export function draftSession({
  id,
  createdAt,
  logPath,
  overrides,
  settings,
}: {
  id: string;
  /** ISO 8601, UTC. */
  createdAt: string;
  logPath: string;
  overrides: Overrides;
  settings: Settings;
}): Session {
  return {
    id,
    status: 'recording',
    created_at: createdAt,
    started_at: null,
    ended_at: null,
    duration_ms: null,
    label: overrides.label ?? null,
    working_dir: overrides.working_dir ?? null,
    language: overrides.language === undefined ? settings.language : overrides.language,
    // Kept from the start: whoever takes it up after a crash must not ask another one.
    engine: overrides.engine === 'auto' ? null : (overrides.engine ?? null),
    model: null,
    preset: overrides.preset ?? settings.preset,
    text: null,
    raw_text: null,
    segments: [],
    audio_path: null,
    log_path: logPath,
    error: null,
    retry_at: null,
    delivered: [],
    timings_ms: noTimings,
    recovered: false,
  };
}
