import { basename, dirname, isAbsolute, join } from 'node:path';
import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';

import type { Session, SessionSummary } from '../protocol/session.ts';

/** Where the files of sessions are. */
export interface SessionFolders {
  readonly audio: string;
  readonly sessionLogs: string;
}

/** A row of `sessions` as SQLite gives it. The schema's checks stand for what is in it. */
export type SessionRow = Record<string, SQLOutputValue>;

/** The columns of a whole session, but for `number` and `hidden`, which are the store's own. */
export const sessionColumns = [
  'id',
  'status',
  'created_at',
  'started_at',
  'ended_at',
  'duration_ms',
  'label',
  'working_dir',
  'language',
  'engine',
  'model',
  'preset',
  'text',
  'raw_text',
  'segments',
  'audio_path',
  'error',
  'retry_at',
  'delivered',
  'timings_ms',
  'recovered',
] as const satisfies readonly (keyof Session)[];

/** The columns of a session in a list. */
export const summaryColumns = sessionColumns.filter(
  (column) => column !== 'segments' && column !== 'raw_text',
);

/** The file of a session's events. */
export function logFile(folders: SessionFolders, id: string): string {
  return join(folders.sessionLogs, `${id}.jsonl`);
}

/** The file of a session's recording. */
export function audioFile(folders: SessionFolders, id: string): string {
  return join(folders.audio, `${id}.wav`);
}

/** A session as values, in the order of `sessionColumns`. */
export function toRow(session: Session, folders: SessionFolders): SQLInputValue[] {
  const { audio_path: audioPath, error } = session;
  const row: Record<(typeof sessionColumns)[number], SQLInputValue> = {
    ...session,
    segments: JSON.stringify(session.segments),
    delivered: JSON.stringify(session.delivered),
    timings_ms: JSON.stringify(session.timings_ms),
    error: error && JSON.stringify(error),
    audio_path: audioPath && shortened(audioPath, folders.audio),
    recovered: session.recovered ? 1 : 0,
  };
  return sessionColumns.map((column) => row[column]);
}

/** A row as the summary of a session. */
export function toSummary(row: SessionRow, folders: SessionFolders): SessionSummary {
  const { number: _, ...columns } = row;
  return {
    ...(columns as unknown as SessionSummary),
    error: parsed(row['error']) as Session['error'],
    delivered: parsed(row['delivered']) as Session['delivered'],
    timings_ms: parsed(row['timings_ms']) as Session['timings_ms'],
    recovered: row['recovered'] === 1,
    audio_path: lengthened(row['audio_path'], folders.audio),
    log_path: logFile(folders, String(row['id'])),
  };
}

/** A row with all columns as the session it was. */
export function toSession(row: SessionRow, folders: SessionFolders): Session {
  return {
    ...(toSummary(row, folders) as Session),
    segments: parsed(row['segments']) as Session['segments'],
  };
}

function shortened(path: string, folder: string): string {
  return dirname(path) === folder ? basename(path) : path;
}

function lengthened(path: SQLOutputValue | undefined, folder: string): string | null {
  if (typeof path !== 'string') return null;
  return isAbsolute(path) ? path : join(folder, path);
}

function parsed(json: SQLOutputValue | undefined): unknown {
  return typeof json === 'string' ? (JSON.parse(json) as unknown) : null;
}
