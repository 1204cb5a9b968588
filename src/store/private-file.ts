import { closeSync, existsSync, openSync, renameSync } from 'node:fs';

/**
 * Makes an empty file that only its owner may read (0600), before SQLite would make one that follows
 * the umask. A file that is there already is not opened: closing it would drop the locks that this
 * process holds on it (see `lock.ts`).
 */
export function makePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/**
 * A free name beside `path` for what is wrong with it: `history.db.damaged-2026-11-20T10-00-00-000Z`,
 * with a number when that one is taken, so that nothing set aside before is ever replaced.
 */
export function asideName(path: string, flaw: 'damaged' | 'broken', now: number): string {
  // Colons are not allowed in names on Windows.
  const name = `${path}.${flaw}-${new Date(now).toISOString().replace(/[:.]/g, '-')}`;
  for (let turn = 2, free = name; ; free = `${name}-${turn++}`) {
    if (!existsSync(free)) return free;
  }
}

/** Renames a file; one that is not there is left out. */
export function moveIfThere(from: string, to: string): void {
  if (existsSync(from)) renameSync(from, to);
}
