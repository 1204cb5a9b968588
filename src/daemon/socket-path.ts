import { lstatSync, mkdirSync, unlinkSync, type Stats } from 'node:fs';

import { judgeDirectory, type Endpoint } from '../protocol/endpoint.ts';
import { WhisError } from '../protocol/errors.ts';
import { probe } from './ask.ts';

/**
 * Makes sure that the socket's folder is there and nobody else's; only the fallback folder is made.
 * Throws `unsafe_path`.
 */
export function checkDirectory({ directory }: Pick<Endpoint, 'directory'>, uid: number): void {
  if (directory === null) return;
  if (directory.origin === 'fallback' && look(directory.path) === null) {
    mkdirSync(directory.path, { mode: 0o700 });
  }
  const found = look(directory.path);
  const facts = found && {
    isDirectory: found.isDirectory(),
    isLink: found.isSymbolicLink(),
    mode: found.mode & 0o7777,
    uid: found.uid,
  };
  const error = judgeDirectory(directory, facts, uid);
  if (error) throw error;
}

/**
 * Removes the socket of a daemon that is dead. Only who holds the lock may do that. Throws
 * `unsafe_path` for anything at the path that is not a socket of ours (nothing is deleted then),
 * `already_running` when somebody answers there: a daemon with other data folders.
 */
export async function clearOldSocket(path: string, uid: number): Promise<boolean> {
  const found = look(path);
  if (found === null) return false;
  const refuse = (what: string) =>
    new WhisError(
      'unsafe_path',
      `At the socket's path ${path} there is ${what}; whis did not put it there and leaves it alone. Remove it, or name another path with --socket.`,
    );
  if (!found.isSocket()) throw refuse(describe(found));
  if (found.uid !== uid) throw refuse(`a socket of user ${found.uid}`);
  const presence = await probe(path);
  if (presence !== 'refused') {
    throw new WhisError(
      'already_running',
      `Somebody answers at ${path} already, with other data folders than these. Stop it: whis stop, or name another path with --socket.`,
    );
  }
  return unlinkInode(path, found.ino);
}

/** Removes a path if it is still the same file. */
export function unlinkInode(path: string, inode: number): boolean {
  if (look(path)?.ino !== inode) return false;
  unlinkSync(path);
  return true;
}

/** What is at a path, a link not followed; null: nothing. */
export function look(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

function describe(found: Stats): string {
  if (found.isDirectory()) return 'a directory';
  if (found.isSymbolicLink()) return 'a link';
  if (found.isFIFO()) return 'a fifo';
  return 'a file';
}
