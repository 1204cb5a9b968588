import { DatabaseSync } from 'node:sqlite';

import { migrate } from './migrations.ts';
import { asideName, makePrivateFile, moveIfThere } from './private-file.ts';
import { salvage } from './salvage.ts';
import { spreadWords } from './search-words.ts';
import { Damage, isDamage, storageError } from './storage-error.ts';

/** How long a statement waits for another process that is writing. */
const busyMs = 5000;

/** What came of opening the history. */
export interface OpenedDatabase {
  readonly database: DatabaseSync;
  /** What people should be told about it. */
  readonly notices: readonly string[];
}

/**
 * Opens the history, brings it to the newest schema and looks it over. With `mend`, which only the
 * holder of the lock may ask for, a damaged file is set aside, a new one begun, and what can still
 * be read copied into it; without, it is an error. Throws `storage_failed`.
 */
export function openDatabase(
  path: string,
  { mend, now }: { mend: boolean; now: number },
): OpenedDatabase {
  try {
    return { database: openSound(path, mend), notices: [] };
  } catch (error) {
    if (mend && isDamage(error)) return beginAnew(path, now);
    throw storageError(`The history ${path} could not be opened`, error);
  }
}

function beginAnew(path: string, now: number): OpenedDatabase {
  const aside = asideName(path, 'damaged', now);
  try {
    // The write-ahead log goes first: were it left beside a new database, SQLite would play it back
    // into that one.
    for (const part of ['-wal', '-shm', '']) moveIfThere(path + part, aside + part);
    const database = openSound(path, false);
    const saved = salvage({ from: aside, into: database, now });
    return {
      database,
      notices: [
        `The history ${path} was damaged. It was set aside as ${aside}, and a new one was begun with the ${saved} sessions that could still be read. No recording was removed.`,
      ],
    };
  } catch (error) {
    throw storageError(`The damaged history ${path} could not be replaced`, error);
  }
}

function openSound(path: string, isThorough: boolean): DatabaseSync {
  makePrivateFile(path);
  const database = new DatabaseSync(path, { timeout: busyMs });
  try {
    // An index of all words of what was said is as private as the text: what is deleted is
    // overwritten. With synchronous = FULL a commit is on the disk when it returns, in WAL too.
    database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON',
    );
    database.function('spread_words', { deterministic: true }, (text) =>
      typeof text === 'string' ? spreadWords(text) : null,
    );
    if (isThorough) check(database);
    migrate(database, path);
    return database;
  } catch (error) {
    // Closing plays the write-ahead log back where that is possible; damage may keep it from it.
    database.close();
    throw error;
  }
}

/** 0.23 s for 100,000 sessions (95 MB): `integrity_check` takes half as long again. */
function check(database: DatabaseSync): void {
  const found = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  if (found !== 'ok') throw new Damage(String(found));
}
