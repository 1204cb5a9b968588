import type { Row } from './row.ts';

/** The lines of the history that are loaded, newest first. */
export interface List {
  /** What was searched for; empty: everything is listed. */
  readonly query: string;
  readonly rows: readonly Row[];
  /** Continues the list; null when this is all. */
  readonly next: string | null;
  /** Whether there was an answer yet. */
  readonly isLoaded: boolean;
  /** Why it could not be loaded; null when it could. */
  readonly problem: string | null;
}

/** A page of rows, and where the next one begins. */
export interface RowPage {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

/** Before anything was loaded. */
export const emptyList: List = { query: '', rows: [], next: null, isLoaded: false, problem: null };

/** Begins anew with the first page. */
export function begin(query: string, { rows, next }: RowPage): List {
  return { query, rows, next, isLoaded: true, problem: null };
}

/** Adds the next page. */
export function append(list: List, { rows, next }: RowPage): List {
  const known = new Set(list.rows.slice(-rows.length * 2).map(({ id }) => id));
  const more = rows.filter(({ id }) => !known.has(id));
  return { ...list, rows: [...list.rows, ...more], next, problem: null };
}

/** Puts a row where it is, or where it belongs: ids sort by the time at which they were made (UUIDv7). */
export function put(list: List, row: Row): List {
  const at = list.rows.findIndex(({ id }) => id <= row.id);
  if (at >= 0 && list.rows[at]?.id === row.id) return { ...list, rows: list.rows.with(at, row) };
  // It is older than all that is loaded: its page comes later.
  if (at < 0 && list.next !== null) return list;
  return { ...list, rows: list.rows.toSpliced(at < 0 ? list.rows.length : at, 0, row) };
}

/** Takes a row away. */
export function remove(list: List, id: string): List {
  const rows = list.rows.filter((row) => row.id !== id);
  return rows.length === list.rows.length ? list : { ...list, rows };
}
