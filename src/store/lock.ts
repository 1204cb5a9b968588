import { DatabaseSync } from 'node:sqlite';

import { makePrivateFile } from './private-file.ts';
import { isBusy, storageError } from './storage-error.ts';

/**
 * Two who start in the same instant can each see the other's first, shared lock and both give up (1 of
 * 60 rounds of 8, measured without waiting; none with it). Within this time one of them steps back.
 */
const stepBackMs = 100;

/** The right to be the one daemon of a data folder, for as long as it is held. */
export interface Lock {
  /** Lets go; may be called twice. The end of the process does the same, however it comes. */
  close(): void;
}

/**
 * Takes the lock, or returns null when another process (or this one) holds it, 0.1 s later.
 * Throws `storage_failed` when the file cannot be made or locked for another reason.
 *
 * The lock is an exclusive transaction on an empty database, so it is the kernel's: it is gone the
 * moment its process is, after `kill -9` and power failure too, and a pid that was given to somebody
 * else can never be taken for it. The rollback journal (SQLite's default) locks
 * the file itself; WAL would lock a second one.
 *
 * On POSIX systems closing any descriptor of a file drops every lock that the process has on it.
 * SQLite knows and keeps its own descriptors; so nothing else in this process may open the file: not
 * to read it, not to copy it. It is never unlinked either: whoever came next would lock another file
 * of the same name.
 */
export function takeLock(path: string): Lock | null {
  let database: DatabaseSync | null = null;
  try {
    makePrivateFile(path);
    database = new DatabaseSync(path, { timeout: stepBackMs });
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    if (database?.isOpen) database.close();
    if (isBusy(error)) return null;
    throw storageError(`The lock ${path} could not be taken`, error);
  }
  const held = database;
  return {
    close() {
      if (held.isOpen) held.close();
    },
  };
}
