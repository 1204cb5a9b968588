import {
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

import { WhisError } from '../../protocol/errors.ts';

/** The text of a file; null when there is none. */
export function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw failure(`${path} cannot be read`, error);
  }
}

/** Writes a file whole, with the folders above it. Throws `storage_failed` naming it. */
export function writeText(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    // Whoever reads it meanwhile finds the old one or the new one.
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, text, { mode: 0o644 });
    renameSync(draft, path);
  } catch (error) {
    throw failure(`${path} cannot be written`, error);
  }
}

/** Removes a file or link, and the folder that held it when `orphan` and nothing else is in it. */
export function removeFile(path: string, { orphan = false } = {}): boolean {
  if (!isThere(path)) return false;
  try {
    unlinkSync(path);
  } catch (error) {
    throw failure(`${path} cannot be removed`, error);
  }
  if (orphan) removeIfEmpty(dirname(path));
  return true;
}

/** Whether anything is there, a dangling link too. */
export function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Linux says ENOTEMPTY, others EEXIST.
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw failure(`${folder} stays`, error);
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function failure(what: string, cause: unknown): WhisError {
  return new WhisError('storage_failed', `${what}: ${(cause as Error).message}`, { cause });
}
