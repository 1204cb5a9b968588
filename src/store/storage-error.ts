import { WhisError } from '../protocol/errors.ts';

/**
 * Makes `storage_failed` of what the file system or SQLite has thrown: `what` (a sentence without
 * its full stop, with the path in it), then the reason and what to do. A WhisError stays as it is.
 */
export function storageError(what: string, cause: unknown): WhisError {
  if (cause instanceof WhisError) return cause;
  return new WhisError('storage_failed', `${what}: ${reasonOf(cause)}`, { cause });
}

/** As `storageError`, but `audio_missing` where the recording itself is not there. */
export function recordingError(path: string, what: string, cause: unknown): WhisError {
  return isMissing(cause)
    ? new WhisError('audio_missing', `The recording ${path} is not there any more.`)
    : storageError(what, cause);
}

/** Whether the file system says that a file or folder is not there. */
export function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}

/** What a look over a database has found wrong with it. */
export class Damage extends Error {}

/** Whether a file is damaged, or is no database at all. */
export function isDamage(error: unknown): boolean {
  if (error instanceof Damage) return true;
  const kind = sqliteKind(error);
  return kind === sqlite.corrupt || kind === sqlite.notADatabase;
}

/** Whether SQLite says that somebody else holds a lock on the file. */
export function isBusy(error: unknown): boolean {
  return sqliteKind(error) === sqlite.busy;
}

/** Primary result codes. Source: sqlite.org/rescode.html. */
const sqlite = {
  busy: 5,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
};

/** SQLite could not make the file larger that readers and writers share: SQLITE_IOERR_SHMSIZE. */
const noRoomToShare = 4874;

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  const kind = sqliteKind(error);
  const isFull = kind === sqlite.full || sqliteCode(error) === noRoomToShare;
  if (code === 'ENOSPC' || code === 'EDQUOT' || isFull)
    return 'the disk is full. Free some space and try again.';
  if (code === 'EROFS' || kind === sqlite.readOnly)
    return 'it may not be written to. Look at its owner and permissions, and whether the disk is mounted read-only.';
  if (code === 'EACCES' || code === 'EPERM')
    return 'permission denied. Look at who owns it and its folder.';
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return 'a file stands where a folder is needed. Move it away.';
  if (code === 'EISDIR') return 'a folder stands where a file is needed. Move it away.';
  if (kind === sqlite.cannotOpen)
    return 'it cannot be opened. Look at whether it is a file, who owns it and its folder, and whether the disk is mounted read-only.';
  if (kind === sqlite.ioError)
    return 'the disk gave an error. Look at whether it is full, and whether it fails (dmesg).';
  if (kind === sqlite.busy) return 'another program holds it locked. End that program, or wait.';
  if (isDamage(error)) return 'it is damaged. The next start of whis sets it aside.';
  return error instanceof Error ? `${error.message}.` : String(error);
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | null)?.code;
}

function sqliteKind(error: unknown): number | undefined {
  // The low byte is the primary code, the rest says more.
  const code = sqliteCode(error);
  return code === undefined ? undefined : code & 0xff;
}

function sqliteCode(error: unknown): number | undefined {
  return codeOf(error) === 'ERR_SQLITE_ERROR' ? (error as { errcode: number }).errcode : undefined;
}
