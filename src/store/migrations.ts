import type { DatabaseSync } from 'node:sqlite';

import { WhisError } from '../protocol/errors.ts';

/**
 * The history's schema, as the steps that led to it: the database's `user_version` is the number of
 * steps it has taken. A step that was released is never changed.
 *
 * `number` is the order of creation, whatever the clock did. Times are ISO 8601 as in the protocol,
 * but for `undo.at`, milliseconds since 1970. `audio_path` is relative to the audio folder where the
 * file is in it, so that a history can be moved. `search` is an external-content index over a view:
 * it stores no text itself and can be made again from the rows.
 */
const migrations: readonly string[] = [
  `
  CREATE TABLE sessions (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL
      CHECK (status IN ('recording', 'transcribing', 'done', 'failed', 'cancelled')),
    created_at TEXT NOT NULL,
    started_at TEXT,
    ended_at TEXT,
    duration_ms REAL,
    label TEXT,
    working_dir TEXT,
    language TEXT,
    engine TEXT,
    model TEXT,
    preset TEXT,
    text TEXT,
    raw_text TEXT,
    segments TEXT NOT NULL CHECK (json_type(segments) = 'array'),
    audio_path TEXT,
    error TEXT CHECK (error IS NULL OR json_type(error) = 'object'),
    retry_at TEXT,
    delivered TEXT NOT NULL CHECK (json_type(delivered) = 'array'),
    timings_ms TEXT NOT NULL CHECK (json_type(timings_ms) = 'object'),
    recovered INTEGER NOT NULL CHECK (recovered IN (0, 1)),
    hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1))
  ) STRICT;
  CREATE INDEX sessions_by_status ON sessions (status, number);
  CREATE INDEX sessions_recovered ON sessions (number) WHERE recovered = 1;
  CREATE INDEX sessions_with_audio ON sessions (number) WHERE audio_path IS NOT NULL;

  CREATE TABLE undo (
    turn INTEGER PRIMARY KEY AUTOINCREMENT,
    number INTEGER NOT NULL REFERENCES sessions (number) ON DELETE CASCADE,
    what TEXT NOT NULL CHECK (what IN ('cancel', 'delete')),
    at INTEGER NOT NULL,
    UNIQUE (number, what)
  ) STRICT;

  CREATE VIEW searchable AS
    SELECT number, spread_words(text) AS text, spread_words(label) AS label FROM sessions;
  CREATE VIRTUAL TABLE search USING fts5 (
    text, label,
    content = 'searchable', content_rowid = 'number',
    prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2'
  );
  INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
  CREATE TRIGGER search_insert AFTER INSERT ON sessions BEGIN
    INSERT INTO search (rowid, text, label)
      VALUES (new.number, spread_words(new.text), spread_words(new.label));
  END;
  CREATE TRIGGER search_delete AFTER DELETE ON sessions BEGIN
    INSERT INTO search (search, rowid, text, label)
      VALUES ('delete', old.number, spread_words(old.text), spread_words(old.label));
  END;
  CREATE TRIGGER search_update AFTER UPDATE ON sessions
  WHEN new.text IS NOT old.text OR new.label IS NOT old.label BEGIN
    INSERT INTO search (search, rowid, text, label)
      VALUES ('delete', old.number, spread_words(old.text), spread_words(old.label));
    INSERT INTO search (rowid, text, label)
      VALUES (new.number, spread_words(new.text), spread_words(new.label));
  END;
  `,
  `
  CREATE INDEX sessions_undelivered ON sessions (number)
    WHERE status = 'done' AND text <> '' AND timings_ms ->> 'delivery' IS NULL;
  `,
];

/**
 * Brings a database to the newest schema, each step whole or not at all. Throws `storage_failed` for
 * one that a newer whis has written, and what SQLite throws.
 */
export function migrate(database: DatabaseSync, path: string): void {
  for (let isDone = false; !isDone;) {
    // The version is read under the write lock: another process may be taking the same step.
    database.exec('BEGIN IMMEDIATE');
    try {
      isDone = takeStep(database, path);
      database.exec('COMMIT');
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }
}

function takeStep(database: DatabaseSync, path: string): boolean {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  if (version > migrations.length) {
    throw new WhisError(
      'storage_failed',
      `The history ${path} was written by a newer whis (its schema is ${version}, this one knows ${migrations.length}). Install the newer one again, or move the file away to begin anew.`,
    );
  }
  const step = migrations[version];
  if (step === undefined) return true;
  database.exec(`${step}; PRAGMA user_version = ${version + 1}`);
  return false;
}
