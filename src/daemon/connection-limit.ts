import { readFileSync } from 'node:fs';

/** Files that the daemon itself needs: history, logs, audio, children. */
const ownFiles = 32;

const most = 256;

/** How many clients may be connected: what the open-file limit allows, 256 at most. */
export function defaultMaxConnections(): number {
  const limit = openFileLimit();
  return limit === null ? most : Math.max(1, Math.min(most, Math.floor((limit - ownFiles) / 2)));
}

/** The soft limit, from proc(5); null where there is no such file or no limit. */
function openFileLimit(): number | null {
  try {
    const found = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
    return found?.[1] === undefined ? null : Number(found[1]);
  } catch {
    return null;
  }
}
