/** Where one dictation stands. A failure is a session's status, never a state of the daemon. */
export type SessionStatus = 'recording' | 'transcribing' | 'done' | 'failed' | 'cancelled';

/** A piece of text and the time in which it was spoken, in seconds from the recording's start. */
export interface Segment {
  readonly start_s: number;
  readonly end_s: number;
  readonly text: string;
}

/** One place that the text was brought to. */
export interface Delivered {
  /** `clipboard`, `paste`, `type`, `stdout` or `file:PATH`. */
  readonly to: string;
  /** Whether the text was read back and was the same; null where that cannot be known. */
  readonly confirmed: boolean | null;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** How long each part of a dictation took, in milliseconds; null for a part that did not happen. */
export interface Timings {
  readonly requested_to_first_frame: number | null;
  readonly stop_to_text: number | null;
  readonly engine: number | null;
  readonly text: number | null;
  readonly delivery: number | null;
}

/** What failed, in the words of `errors.ts`. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** One dictation, from its start to its delivered text: the same shape in every reply and event. */
export interface Session {
  /** UUIDv7. */
  readonly id: string;
  readonly status: SessionStatus;
  /** ISO 8601, UTC, like every time here. */
  readonly created_at: string;
  /** When the first frame of audio arrived. */
  readonly started_at: string | null;
  readonly ended_at: string | null;
  /** Length of the audio. */
  readonly duration_ms: number | null;
  readonly label: string | null;
  readonly working_dir: string | null;
  /** Language code as the engine takes it (`en`, `de`); null lets the engine find out. */
  readonly language: string | null;
  readonly engine: string | null;
  readonly model: string | null;
  readonly preset: string | null;
  readonly text: string | null;
  /** What the engine said, before it was polished. */
  readonly raw_text: string | null;
  readonly segments: readonly Segment[];
  /** The WAV file, or null when there is none (any more). */
  readonly audio_path: string | null;
  /** This session's events as JSON lines. */
  readonly log_path: string;
  readonly error: Failure | null;
  /** When it is tried again by itself, or null. */
  readonly retry_at: string | null;
  readonly delivered: readonly Delivered[];
  readonly timings_ms: Timings;
  /** True for a session that an end of the daemon interrupted and a later start took up again. */
  readonly recovered: boolean;
}

/** A session in a list: without what makes it long. */
export type SessionSummary = Omit<Session, 'segments' | 'raw_text'>;
