import type { ErrorCode } from '../protocol/errors.ts';

const firstPauseMs = 30_000;

/** The longest that a session waits until it is tried again by itself. */
export const longestPauseMs = 15 * 60_000;

/** Whether waiting may mend it: a service that cannot be reached, an engine that took too long. */
export function isWorthWaiting(code: ErrorCode): boolean {
  return code === 'engine_unreachable' || code === 'engine_timeout';
}

/**
 * When a session that failed is tried again by itself, in ISO 8601, UTC: after half a minute, and
 * twice as long with every time that it was tried by itself. Null when waiting mends nothing.
 */
export function retryAt(
  code: ErrorCode,
  { now, tries }: { readonly now: number; readonly tries: number },
): string | null {
  if (!isWorthWaiting(code)) return null;
  const pauseMs = Math.min(firstPauseMs * 2 ** tries, longestPauseMs);
  return new Date(now + pauseMs).toISOString();
}
