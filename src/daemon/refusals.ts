import { asWhisError, WhisError } from '../protocol/errors.ts';
import type { Message } from '../protocol/dialects/dialect.ts';

/** The reply to a request that could not be done. */
export function errorReply(thrown: unknown): Message {
  const { code, message } = asWhisError(thrown);
  return { type: 'error', code, message };
}

/** Told to a client that finds no place at all. */
export function allTaken(max: number): WhisError {
  return new WhisError(
    'too_many_clients',
    `As many clients as may be are connected already (${max}). Close some, or raise max_connections: whis config set max_connections N`,
  );
}

/** Told to a client that was let in beyond the limit and asks for more than that allows. */
export function tooMany(): WhisError {
  return new WhisError(
    'too_many_clients',
    'All connections are taken: only hello, ping, status and shutdown are answered. Close some, or raise max_connections: whis config set max_connections N',
  );
}

/** Told to a client whose first request is not complete in time. */
export function tooLate(waitedMs: number): WhisError {
  return new WhisError(
    'request_timeout',
    `No complete request came within ${waitedMs / 1000} s. Connect again and send one.`,
  );
}
