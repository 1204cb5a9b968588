import { afterAll, afterEach, vi } from 'vitest';

// Thrown from here, a warning (too many listeners, a deprecation, …) is an unhandled error, and
// that fails the run and names the test file.
process.on('warning', (warning) => {
  throw warning;
});

/** Child processes, servers on ports, sockets and pipes, file watches, by Node's own names. */
const watched = ['ProcessWrap', 'TCPServerWrap', 'PipeWrap', 'FSEventWrap'];
const heldFromTheStart = countHeld();
/** Whether a test was tried once more, as CI does: its first try ended before it had put things away. */
let hasStumbled = false;

afterEach(({ task }) => {
  if ((task.result?.retryCount ?? 0) > 0) hasStumbled = true;
});

// This file's hook is the first to be set and so the last to run: after the tests' own ones.
afterAll(async () => {
  if (hasStumbled) return;
  // A child that was killed, or a server that was closed, is gone a moment later.
  await vi.waitFor(
    () => {
      const now = countHeld();
      const left = watched.filter((kind) => (now[kind] ?? 0) > (heldFromTheStart[kind] ?? 0));
      if (left.length > 0) {
        throw new Error(`The tests of this file ended, but left open: ${left.join(', ')}.`);
      }
    },
    { timeout: 5000, interval: 20 },
  );
});

/** How many of each kind keep this process from ending. */
function countHeld(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
