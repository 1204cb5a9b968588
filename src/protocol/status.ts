import type { Failure } from './session.ts';

/** What the daemon is doing; derived in one place, `core/machine.ts`. */
export type DaemonState = 'idle' | 'recording' | 'transcribing' | 'paused';

/** How the daemon hears its shortcut. */
export interface HotkeyStatus {
  /** As in the settings, for example `ctrl+shift+r`; null when none is wanted. */
  readonly accelerator: string | null;
  /** Which mechanism listens, for example `uiohook`; null when none does. */
  readonly backend: string | null;
  readonly armed: boolean;
  /** Why it is not armed, and what to do instead; null when it is. */
  readonly reason: string | null;
  readonly last_event_at: string | null;
}

/** The dictation that is being recorded. */
export interface CurrentSession {
  readonly id: string;
  /** Length of the audio so far. */
  readonly elapsed_ms: number;
  /** Loudness of the last tenth of a second, dB relative to full scale (−∞ is told as −120). */
  readonly level_dbfs: number | null;
  /** True when nothing but digital silence has come since the start. */
  readonly silent: boolean;
}

/** Everything about a running daemon at one moment. */
export interface Status {
  readonly state: DaemonState;
  readonly listening: boolean;
  readonly uptime_secs: number;
  readonly current_session: string | null;
  readonly session: CurrentSession | null;
  /** Ids of the sessions that are being transcribed or wait for it, oldest first. */
  readonly queue: readonly string[];
  /** Sessions done since the daemon started. */
  readonly saves_count: number;
  /** How often listening or a held dictation was resumed since the daemon started. */
  readonly total_resumes: number;
  /** Sessions failed since the daemon started. */
  readonly failed_count: number;
  readonly pid: number;
  /** Changes with every start of the daemon; `seq` counts within it. */
  readonly instance: string;
  readonly version: string;
  readonly host: 'headless' | 'tray';
  /** What the next dictation would use; null with `engine_error` when there is nothing. */
  readonly engine: string | null;
  readonly model: string | null;
  /** Whether that engine sends audio to another machine; null when there is none. */
  readonly audio_leaves_machine: boolean | null;
  /** Why there is no engine, or what is known to be wrong with it. */
  readonly engine_error: Failure | null;
  /** The recorder and the microphone it opens, for example `parec, default`. */
  readonly microphone: string;
  readonly hotkey: HotkeyStatus;
  /** What was found wrong with the settings file or the history, in sentences. */
  readonly notices: readonly string[];
  readonly clients: number;
  readonly rss_bytes: number;
  readonly started_at: string;
  /** The number of the newest event. */
  readonly seq: number;
}
