import { readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';

import { asWhisError, WhisError } from '../protocol/errors.ts';
import { look } from './socket-path.ts';

/**
 * Writes our process id, as decimal text, in one step: nobody ever reads half of it, and a link at the
 * path is replaced, not followed. Throws `storage_failed`.
 */
export function writePidFile(path: string): void {
  const draft = `${path}.${process.pid}`;
  try {
    // A dead daemon may have had the same number.
    rmSync(draft, { force: true });
    writeFileSync(draft, `${process.pid}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(draft, path);
  } catch (cause) {
    rmSync(draft, { force: true });
    const { message } = asWhisError(cause);
    throw new WhisError(
      'storage_failed',
      `The pid file ${path} could not be written: ${message}. Make room for it, or name another place with --socket.`,
      { cause },
    );
  }
}

/** Removes the pid file, if it is still ours. */
export function removePidFile(path: string): void {
  if (readPidFile(path) === process.pid) unlinkSync(path);
}

/**
 * Removes a dead daemon's pid file, whatever is written in it; only who holds the lock may do that.
 * What is no file is left alone. Tells whether there was one.
 */
export function removeOldPidFile(path: string): boolean {
  if (!look(path)?.isFile()) return false;
  unlinkSync(path);
  return true;
}

/** Reads a process id; null for anything that is none. It is never signalled: it may be a stranger's. */
export function readPidFile(path: string): number | null {
  try {
    // A fifo would be waited for.
    if (!look(path)?.isFile()) return null;
    const text = readFileSync(path, 'latin1').slice(0, 32).trim();
    return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : null;
  } catch {
    return null;
  }
}
