/**
 * Every way in which whis says no: a sentence for the manual, and the exit code that the CLI ends
 * with (1 the daemon said no, 2 usage, 3 not running, 4 no answer in time, 5 protocol or version,
 * 6 unsafe path, permission or identity, 7 busy, paused or already running, 130 interrupted).
 */
export const errorCodes = {
  already_running: { exit: 7, sentence: 'Another daemon owns this data folder.' },
  audio_missing: { exit: 1, sentence: 'The audio of this session is not there (any more).' },
  bad_encoding: { exit: 5, sentence: 'The request is not UTF-8.' },
  bad_json: { exit: 5, sentence: 'The request is not JSON, or is nested past 32 levels.' },
  busy: { exit: 7, sentence: 'A dictation is being recorded.' },
  cancelled: { exit: 130, sentence: 'The dictation was cancelled.' },
  delivery_failed: { exit: 1, sentence: 'The text could not be brought to where it should go.' },
  engine_failed: { exit: 1, sentence: 'The engine could not transcribe.' },
  engine_timeout: { exit: 1, sentence: 'The engine did not answer within its deadline.' },
  hotkey_unavailable: { exit: 1, sentence: 'No shortcut can be listened for here.' },
  internal: { exit: 1, sentence: 'Something went wrong inside whis.' },
  interrupted: { exit: 130, sentence: 'The person pressed Ctrl-C.' },
  invalid_audio: { exit: 1, sentence: 'The file holds no audio that whis can read.' },
  invalid_request: { exit: 2, sentence: 'A field of the request is missing or wrong.' },
  invalid_settings: { exit: 1, sentence: 'A setting has a value that is not allowed.' },
  microphone_lost: { exit: 1, sentence: 'The microphone stopped in the middle of a dictation.' },
  microphone_unavailable: { exit: 1, sentence: 'No sound could be had from a microphone.' },
  no_answer: { exit: 4, sentence: 'The daemon did not answer in time.' },
  no_engine: { exit: 1, sentence: 'Nothing is installed that turns audio into text.' },
  no_such_session: { exit: 1, sentence: 'No session has this id.' },
  not_allowed: { exit: 6, sentence: 'This may not be asked through this door.' },
  not_recording: { exit: 1, sentence: 'Nothing is being recorded.' },
  not_running: { exit: 3, sentence: 'No daemon is running.' },
  nothing_to_undo: { exit: 1, sentence: 'No cancel or delete can be taken back.' },
  path_too_long: { exit: 6, sentence: "The socket's path has more bytes than the system takes." },
  paused: { exit: 7, sentence: 'Listening is paused.' },
  program_failed: { exit: 1, sentence: 'A program that whis started failed.' },
  program_missing: { exit: 1, sentence: 'A program that whis needs is not installed.' },
  program_timeout: { exit: 1, sentence: 'A program that whis started did not end in time.' },
  runtime_too_old: { exit: 3, sentence: 'This verb needs a newer Node than the one that runs it.' },
  session_busy: { exit: 7, sentence: 'This session is being recorded or transcribed.' },
  shutting_down: { exit: 7, sentence: 'The daemon is ending.' },
  storage_damaged: { exit: 1, sentence: 'The history is damaged and was set aside.' },
  storage_failed: { exit: 1, sentence: 'The disk did not take what whis had to keep.' },
  too_large: { exit: 5, sentence: 'The request is longer than 64 KiB.' },
  too_many_clients: { exit: 7, sentence: 'No more connections are taken.' },
  unknown_request: { exit: 5, sentence: 'There is no request of this name.' },
  unsafe_path: { exit: 6, sentence: 'A path may be in the hands of somebody else.' },
  unsupported_protocol: { exit: 5, sentence: 'Client and daemon speak different protocols.' },
  usage: { exit: 2, sentence: 'The command line was not understood.' },
} as const satisfies Record<string, { exit: number; sentence: string }>;

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
