/**
 * Every way in which whis says no, with the exit code that the CLI ends with (1 the daemon said no,
 * 2 usage, 3 not running, 4 no answer in time, 5 protocol or version, 6 unsafe path, permission or
 * identity, 7 busy, paused or already running, 130 interrupted). What each means is in
 * `error-sentences.ts`: the manual needs it, the CLI's first bundle does not.
 */
export const errorCodes = {
  already_running: { exit: 7 },
  audio_missing: { exit: 1 },
  bad_encoding: { exit: 5 },
  bad_json: { exit: 5 },
  busy: { exit: 7 },
  cancelled: { exit: 130 },
  delivery_failed: { exit: 1 },
  download_failed: { exit: 1 },
  engine_failed: { exit: 1 },
  engine_timeout: { exit: 1 },
  engine_unreachable: { exit: 1 },
  hotkey_unavailable: { exit: 1 },
  internal: { exit: 1 },
  interrupted: { exit: 130 },
  invalid_audio: { exit: 1 },
  invalid_request: { exit: 2 },
  invalid_settings: { exit: 1 },
  microphone_lost: { exit: 1 },
  microphone_unavailable: { exit: 1 },
  no_answer: { exit: 4 },
  no_engine: { exit: 1 },
  no_such_session: { exit: 1 },
  not_allowed: { exit: 6 },
  not_recording: { exit: 1 },
  not_running: { exit: 3 },
  nothing_to_undo: { exit: 1 },
  path_too_long: { exit: 6 },
  paused: { exit: 7 },
  preset_failed: { exit: 1 },
  program_failed: { exit: 1 },
  program_missing: { exit: 1 },
  program_timeout: { exit: 1 },
  request_timeout: { exit: 4 },
  runtime_too_old: { exit: 3 },
  session_busy: { exit: 7 },
  shutting_down: { exit: 7 },
  storage_damaged: { exit: 1 },
  storage_failed: { exit: 1 },
  too_large: { exit: 5 },
  too_many_clients: { exit: 7 },
  unknown_request: { exit: 5 },
  unsafe_path: { exit: 6 },
  unsupported_protocol: { exit: 5 },
  usage: { exit: 2 },
} as const satisfies Record<string, { exit: number }>;

/** The name of an error: stable, compared by programs, never translated. */
export type ErrorCode = keyof typeof errorCodes;

/**
 * The one error class. Its message says what failed, with which value, and what to do next; it never
 * holds a key, a token or a transcript.
 */
export class WhisError extends Error {
  override readonly name = 'WhisError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** Makes a WhisError of whatever was thrown; what is not one becomes `code`, with its cause kept. */
export function asWhisError(thrown: unknown, code: ErrorCode = 'internal'): WhisError {
  if (thrown instanceof WhisError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new WhisError(code, message, { cause: thrown });
}

/** Whether a word that came over the wire names an error of this program. */
export function isErrorCode(word: string): word is ErrorCode {
  return Object.hasOwn(errorCodes, word);
}
