import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

import { WhisError } from '../protocol/errors.ts';
import type { SessionQuery } from '../protocol/requests.ts';
import type { Session, SessionSummary } from '../protocol/session.ts';
import { matchExpression } from './search-words.ts';
import {
  sessionColumns,
  summaryColumns,
  toRow,
  toSession,
  toSummary,
  type SessionFolders,
} from './session-row.ts';
import { Vocabulary } from './vocabulary.ts';

/** A page of a list. */
export interface SessionPage {
  readonly sessions: SessionSummary[];
  /** What `before` takes for the page after this one; null when this was the last. */
  readonly next: string | null;
}

const defaultLimit = 50;
const highestLimit = 1000;

/** The rows of the sessions. Throws what SQLite throws; `Store` makes `storage_failed` of it. */
export class History {
  readonly #database: DatabaseSync;
  readonly #folders: SessionFolders;
  readonly #vocabulary: Vocabulary;
  readonly #save: StatementSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync, folders: SessionFolders) {
    this.#database = database;
    this.#folders = folders;
    this.#vocabulary = new Vocabulary(database);
    const columns = sessionColumns.join(', ');
    const places = sessionColumns.map(() => '?').join(', ');
    const updates = sessionColumns.map((column) => `${column} = excluded.${column}`).join(', ');
    this.#save = database.prepare(
      `INSERT INTO sessions (${columns}) VALUES (${places}) ON CONFLICT (id) DO UPDATE SET ${updates}`,
    );
  }

  save(session: Session): void {
    this.#save.run(...toRow(session, this.#folders));
  }

  get(id: string): Session | null {
    return this.#one(`WHERE id = ? AND hidden = 0`, id);
  }

  matching(part: string): string[] {
    const rows = this.#prepared(
      `SELECT id FROM sessions
       WHERE hidden = 0 AND (substr(id, 1, length(:part)) = :part OR substr(id, -length(:part)) = :part)
       LIMIT 2`,
    ).all({ part });
    return rows.map((row) => String(row['id']));
  }

  newest(): Session | null {
    return this.#one('WHERE hidden = 0 ORDER BY number DESC LIMIT 1');
  }

  unfinished(): Session[] {
    return this.#all(
      `WHERE status IN ('recording', 'transcribing') AND hidden = 0 ORDER BY number`,
    );
  }

  undelivered(): Session[] {
    // In the words of the index `sessions_undelivered`, which is used for nothing else.
    return this.#all(
      `WHERE status = 'done' AND text <> '' AND timings_ms ->> 'delivery' IS NULL AND hidden = 0 ORDER BY number`,
    );
  }

  list({ query, status, recovered, before, limit }: SessionQuery): SessionPage {
    const size = checkedLimit(limit);
    const conditions = ['hidden = 0'];
    const values: SQLInputValue[] = [];
    let from = 'sessions';
    // The index is walked by rowid, newest first; ordering by rank would read every match.
    let order = 'number';
    if (query !== undefined && query.trim() !== '') {
      const expression = matchExpression(query, (start) => this.#vocabulary.beginningWith(start));
      if (expression === null) return { sessions: [], next: null };
      from = 'search JOIN sessions ON sessions.number = search.rowid';
      order = 'search.rowid';
      conditions.push('search MATCH ?');
      values.push(expression);
    }
    if (status !== undefined) {
      conditions.push('status = ?');
      values.push(status);
    }
    if (recovered !== undefined) conditions.push(`recovered = ${recovered ? 1 : 0}`);
    if (before !== undefined) {
      conditions.push(`${order} < ?`);
      values.push(checkedCursor(before));
    }
    const columns = summaryColumns.map((column) => `sessions.${column}`).join(', ');
    const rows = this.#prepared(
      `SELECT number, ${columns} FROM ${from} WHERE ${conditions.join(' AND ')} ORDER BY ${order} DESC LIMIT ?`,
    ).all(...values, size + 1);
    const page = rows.slice(0, size);
    const last = page.at(-1);
    return {
      sessions: page.map((row) => toSummary(row, this.#folders)),
      next: rows.length > size && last ? String(last['number']) : null,
    };
  }

  #all(rest: string, ...values: SQLInputValue[]): Session[] {
    return this.#prepared(`SELECT ${sessionColumns.join(', ')} FROM sessions ${rest}`)
      .all(...values)
      .map((row) => toSession(row, this.#folders));
  }

  #one(rest: string, ...values: SQLInputValue[]): Session | null {
    return this.#all(rest, ...values)[0] ?? null;
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, known);
    return known;
  }
}

function checkedLimit(limit: number = defaultLimit): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= highestLimit) return limit;
  throw new WhisError(
    'invalid_request',
    `“limit” is ${limit}; a whole number from 1 to ${highestLimit} is allowed.`,
  );
}

function checkedCursor(before: string): number {
  const number = /^\d{1,15}$/.test(before) ? Number(before) : null;
  if (number !== null) return number;
  throw new WhisError(
    'invalid_request',
    `“before” is not the \`next\` of a page. Leave it out to begin with the newest.`,
  );
}
