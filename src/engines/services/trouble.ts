import { WhisError, type ErrorCode } from '../../protocol/errors.ts';

/** What is wrong with a service, and what to do about it. */
export interface Trouble {
  /** `engine_unreachable` where waiting may mend it. */
  readonly code: Extract<ErrorCode, 'engine_failed' | 'engine_timeout' | 'engine_unreachable'>;
  /** A sentence without the key in it. */
  readonly found: string;
  /** Sentences. */
  readonly fix: string;
}

/** The error that tells of it. */
export function troubleError({ code, found, fix }: Trouble, cause?: unknown): WhisError {
  return new WhisError(code, `${found} ${fix}`, { cause });
}
