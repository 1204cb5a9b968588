import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';

type Row = Record<string, SQLOutputValue>;

/**
 * Copies every session that can still be read `from` a damaged history `into` a new one, in their
 * order, and returns how many. The damaged file is only read. What was deleted but could still be
 * taken back is listed again, and a cancel can be taken back from `now` on: rather too much than too
 * little.
 */
export function salvage({
  from,
  into,
  now,
}: {
  from: string;
  into: DatabaseSync;
  now: number;
}): number {
  const rows = readableRows(from);
  into.exec('BEGIN IMMEDIATE');
  let saved = 0;
  for (const row of rows.sort((a, b) => Number(a['number']) - Number(b['number']))) {
    if (insert(into, row)) saved += 1;
  }
  into
    .prepare(
      `INSERT INTO undo (number, what, at) SELECT number, 'cancel', ? FROM sessions WHERE status = 'cancelled' ORDER BY number`,
    )
    .run(now);
  into.exec('COMMIT');
  return saved;
}

/** Reads from both ends towards the damage. */
function readableRows(path: string): Row[] {
  const rows = new Map<SQLOutputValue, Row>();
  let damaged: DatabaseSync | null = null;
  try {
    damaged = new DatabaseSync(path, { readOnly: true, defensive: false });
    // SQLite refuses a file that is shorter than its header says, unless one asks for trouble.
    damaged.exec('PRAGMA writable_schema = ON');
    for (const direction of ['ASC', 'DESC']) collect(damaged, direction, rows);
  } catch {
    // Not a database any more. The notice says how many sessions could be read: none.
  } finally {
    damaged?.close();
  }
  return [...rows.values()];
}

function collect(damaged: DatabaseSync, direction: string, rows: Map<SQLOutputValue, Row>): void {
  try {
    const all = damaged.prepare(`SELECT * FROM sessions ORDER BY number ${direction}`);
    for (const row of all.iterate()) {
      const number = row['number'] ?? null;
      if (rows.has(number)) return;
      rows.set(number, row);
    }
  } catch {
    // The damage was reached.
  }
}

/** The schema's own checks keep out what damage has made of a row. */
function insert(into: DatabaseSync, row: Row): boolean {
  const copy: Row = { ...row, hidden: 0 };
  const columns = Object.keys(copy);
  try {
    into
      .prepare(
        `INSERT INTO sessions (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      )
      .run(...Object.values(copy));
    return true;
  } catch {
    return false;
  }
}
