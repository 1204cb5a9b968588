import { asWhisError, errorCodes, isErrorCode, WhisError } from '../protocol/errors.ts';
import { printable } from '../protocol/printable.ts';
import type { Failure } from '../protocol/session.ts';
import type { Terminal } from './terminal.ts';

/** Says what failed, as JSON on standard output too where that is wanted, and gives the exit code. */
export function report(thrown: unknown, terminal: Terminal, { json }: { json: boolean }): number {
  const { code, message } = whisError(thrown);
  if (json) terminal.json({ type: 'error', code, message });
  terminal.note(printable(message));
  return errorCodes[code].exit;
}

/** The error of a session that failed, to be thrown. */
export function sessionError({ code, message }: Failure): WhisError {
  return new WhisError(isErrorCode(code) ? code : 'engine_failed', message);
}

/**
 * Makes a WhisError of whatever was thrown. Each bundle has a class of its own for the same errors:
 * they are known by name and code.
 */
export function whisError(thrown: unknown): WhisError {
  if (thrown instanceof Error && thrown.name === 'WhisError' && 'code' in thrown) {
    const { code } = thrown;
    if (typeof code === 'string' && isErrorCode(code)) return new WhisError(code, thrown.message);
  }
  return asWhisError(thrown);
}
