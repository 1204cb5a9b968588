/**
 * Milliseconds since this process began; never goes back. Not `performance.now()`, for which Node loads
 * eight modules first: a millisecond of the thirty that `whis status` takes.
 */
export function elapsedMs(): number {
  return process.uptime() * 1000;
}

/** Waits. `node:timers/promises` would be one more module to load. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
