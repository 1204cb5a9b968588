import type { DatabaseSync } from 'node:sqlite';

import { WhisError } from '../protocol/errors.ts';
import type { Session } from '../protocol/session.ts';
import { sessionColumns, toSession, type SessionFolders } from './session-row.ts';

/** What `undo` would take back. */
export interface Undoable {
  readonly session: Session;
  readonly what: 'cancel' | 'delete';
}

/**
 * Remembers cancels and deletes in the order in which they happened; the clock only says when they
 * can no longer be taken back. Throws what SQLite throws, and `no_such_session`.
 */
export class Undo {
  readonly #database: DatabaseSync;
  readonly #folders: SessionFolders;

  constructor(database: DatabaseSync, folders: SessionFolders) {
    this.#database = database;
    this.#folders = folders;
  }

  /** Takes note of a session's status: a cancel begins with the first time it is seen. */
  note({ id, status }: Session, now: number): void {
    if (status === 'cancelled') {
      this.#database
        .prepare(
          `INSERT OR IGNORE INTO undo (number, what, at) SELECT number, 'cancel', ? FROM sessions WHERE id = ?`,
        )
        .run(now, id);
    } else this.#forget(id, 'cancel');
  }

  hide(id: string, at: number): void {
    const { changes } = this.#database
      .prepare('UPDATE sessions SET hidden = 1 WHERE id = ? AND hidden = 0')
      .run(id);
    if (changes === 0) throw new WhisError('no_such_session', `No session has the id “${id}”.`);
    this.#database
      .prepare(
        `INSERT INTO undo (number, what, at) SELECT number, 'delete', ? FROM sessions WHERE id = ?`,
      )
      .run(at, id);
  }

  restore(id: string): void {
    this.#database.prepare('UPDATE sessions SET hidden = 0 WHERE id = ?').run(id);
    this.#forget(id, 'delete');
  }

  newest(id: string | null): Undoable | null {
    const row = this.#database
      .prepare(
        `SELECT what, ${sessionColumns.join(', ')} FROM undo JOIN sessions USING (number)
         WHERE :id IS NULL OR id = :id ORDER BY turn DESC LIMIT 1`,
      )
      .get({ id });
    if (!row) return null;
    const { what, ...columns } = row;
    return {
      what: what === 'cancel' ? 'cancel' : 'delete',
      session: toSession(columns, this.#folders),
    };
  }

  /** The ids, two at most, that begin or end with `part` and of which something can be taken back. */
  matching(part: string): string[] {
    const rows = this.#database
      .prepare(
        `SELECT DISTINCT id FROM undo JOIN sessions USING (number)
         WHERE substr(id, 1, length(:part)) = :part OR substr(id, -length(:part)) = :part
         LIMIT 2`,
      )
      .all({ part });
    return rows.map((row) => String(row['id']));
  }

  #forget(id: string, what: Undoable['what']): void {
    this.#database
      .prepare(
        `DELETE FROM undo WHERE what = ? AND number = (SELECT number FROM sessions WHERE id = ?)`,
      )
      .run(what, id);
  }
}
