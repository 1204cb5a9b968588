import { rmSync } from 'node:fs';
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';

import type { KeepAudio } from '../protocol/settings.ts';
import type { SessionLogs } from './session-logs.ts';
import { audioFile, logFile, type SessionFolders } from './session-row.ts';
import { storageError } from './storage-error.ts';

/** How long things are kept. */
export interface Retention {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly undoMinutes: number;
  /** A megabyte is 1,000,000 bytes. */
  readonly keepAudio: KeepAudio;
  /** Asked before each removal: once it says no, the rest is left for the next time. */
  readonly mayGoOn?: () => boolean;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Bytes of a recording, by its length: 16 samples of 2 bytes a millisecond. */
const bytesOfAudio = 'CAST(COALESCE(duration_ms, 0) * 32 AS INTEGER)';

/** When a session was over. */
const overAt = 'COALESCE(ended_at, created_at)';

/** Rows whose recording is ours and whose text has reached somebody: at least, no copy is known to be wrong. */
const expendable = `
  status = 'done' AND hidden = 0 AND audio_path = id || '.wav' AND EXISTS (
    SELECT 1 FROM json_each(delivered) WHERE value ->> 'confirmed' IS NOT 0
  )`;

/** Removes for good what nobody can want back. */
export class Cleaner {
  readonly #database: DatabaseSync;
  readonly #folders: SessionFolders;

  readonly #logs: SessionLogs;

  constructor(database: DatabaseSync, folders: SessionFolders, logs: SessionLogs) {
    this.#database = database;
    this.#folders = folders;
    this.#logs = logs;
  }

  /**
   * Removes the sessions whose cancel or delete can no longer be taken back, and the recordings that
   * the settings no longer keep; returns when something next falls due. Goes on after a file that
   * cannot be removed, and throws `storage_failed` for the first of them at the end.
   */
  async clean({
    now,
    undoMinutes,
    keepAudio,
    mayGoOn = () => true,
  }: Retention): Promise<number | null> {
    const failures: unknown[] = [];
    const each = async (ids: readonly string[], remove: (id: string) => void) => {
      for (const id of ids) {
        // Between two sessions others may run; a session's files and row go in one turn.
        await nextTurn();
        if (!mayGoOn()) return;
        try {
          remove(id);
        } catch (error) {
          failures.push(error);
        }
      }
    };
    const undoMs = undoMinutes * minuteMs;
    await each(this.#pastUndo(now - undoMs), (id) => {
      if (this.#pastUndo(now - undoMs, id).length > 0) this.forget(id);
    });
    await each(this.#pastDays(now, keepAudio.days), (id) => this.#dropIfExpendable(id));
    await each(this.#pastMegabytes(keepAudio.megabytes), (id) => this.#dropIfExpendable(id));
    if (failures.length > 0) throw failures[0];
    return this.#nextDue(undoMs, keepAudio.days);
  }

  /**
   * Removes a session and its files at once. The files go first: a crash in between leaves a row that
   * the next cleaning finds, not a recording that nothing points to.
   */
  forget(id: string): void {
    this.#logs.retire(id);
    remove(audioFile(this.#folders, id));
    remove(logFile(this.#folders, id));
    this.#database.prepare('DELETE FROM sessions WHERE id = ?').run(id);
  }

  /** Removes a session's recording; the session stays. */
  dropAudio(id: string): void {
    remove(audioFile(this.#folders, id));
    this.#database.prepare('UPDATE sessions SET audio_path = NULL WHERE id = ?').run(id);
  }

  #dropIfExpendable(id: string): void {
    const rows = this.#database
      .prepare(`SELECT id FROM sessions WHERE id = ? AND ${expendable}`)
      .all(id);
    if (rows.length > 0) this.dropAudio(id);
  }

  /** A session that was cancelled and then deleted waits for the later of the two. */
  #pastUndo(atMost: number, id: string | null = null): string[] {
    const rows = this.#database
      .prepare(
        `SELECT id FROM undo JOIN sessions USING (number) WHERE :id IS NULL OR id = :id
         GROUP BY number HAVING MAX(at) <= :atMost`,
      )
      .all({ id, atMost });
    return rows.map(idOf);
  }

  #pastDays(now: number, days: number | null): string[] {
    if (days === null) return [];
    const rows = this.#database
      .prepare(`SELECT id FROM sessions WHERE ${expendable} AND ${overAt} <= ?`)
      .all(new Date(now - days * dayMs).toISOString());
    return rows.map(idOf);
  }

  #pastMegabytes(megabytes: number | null): string[] {
    if (megabytes === null) return [];
    const sum = this.#database
      .prepare(`SELECT SUM(${bytesOfAudio}) AS bytes FROM sessions WHERE audio_path = id || '.wav'`)
      .get();
    let excess = Number(sum?.['bytes'] ?? 0) - megabytes * 1_000_000;
    const chosen: string[] = [];
    const oldestFirst = this.#database
      .prepare(
        `SELECT id, ${bytesOfAudio} AS bytes FROM sessions WHERE ${expendable} ORDER BY number`,
      )
      .all();
    for (const row of oldestFirst) {
      if (excess <= 0) break;
      chosen.push(idOf(row));
      excess -= Number(row['bytes']);
    }
    return chosen;
  }

  #nextDue(undoMs: number, days: number | null): number | null {
    const undo = this.#database
      .prepare('SELECT MIN(latest) AS at FROM (SELECT MAX(at) AS latest FROM undo GROUP BY number)')
      .get()?.['at'];
    const dues = typeof undo === 'number' ? [undo + undoMs] : [];
    if (days !== null) {
      const oldest = this.#database
        .prepare(`SELECT MIN(${overAt}) AS at FROM sessions WHERE ${expendable}`)
        .get()?.['at'];
      if (typeof oldest === 'string') dues.push(Date.parse(oldest) + days * dayMs);
    }
    return dues.length > 0 ? Math.min(...dues) : null;
  }
}

function idOf(row: Record<string, SQLOutputValue>): string {
  return String(row['id']);
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch (error) {
    throw storageError(`${path} could not be removed`, error);
  }
}
