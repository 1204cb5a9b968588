import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  unlinkSync,
  watch,
  type FSWatcher,
  type Stats,
} from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { randomBytes } from 'node:crypto';

import { judgeDirectory, type Endpoint } from '../protocol/endpoint.ts';
import { asWhisError, WhisError } from '../protocol/errors.ts';
import { probe } from './ask.ts';

/** How long a socket whose path was lost still takes those who had found it before. */
const lastKnockMs = 1000;

/** Makes sure that the socket's folder is there and nobody else's. Throws `unsafe_path`. */
export function checkDirectory({ directory }: Endpoint, uid: number): void {
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

/** A socket that is published at a path, and is published again when the path is lost. */
export class Doorstep {
  readonly #path: string;
  readonly #onClient: (socket: Socket) => void;
  readonly #uid: number;
  readonly #onTrouble: (error: WhisError | null) => void;
  #server: Server | null = null;
  #inode = -1;
  #watcher: FSWatcher | null = null;
  #isClosing = false;
  #looking: Promise<void> = Promise.resolve();

  /** `onTrouble` hears that the path was lost: with null, that it is published again. */
  constructor({
    path,
    uid,
    onClient,
    onTrouble,
  }: {
    path: string;
    uid: number;
    onClient: (socket: Socket) => void;
    onTrouble: (error: WhisError | null) => void;
  }) {
    this.#path = path;
    this.#uid = uid;
    this.#onClient = onClient;
    this.#onTrouble = onTrouble;
  }

  /**
   * Listens. The socket is bound under a private name, closed to others, and only then linked to its
   * own: nobody ever sees it with other permissions. Throws `unsafe_path` if something has appeared.
   */
  async open(): Promise<void> {
    await this.#publish();
    if (this.#path.startsWith('\\\\.\\pipe\\')) return;
    // Watching costs nothing until something happens; where there is no watch, each client looks.
    this.#watcher = watch(dirname(this.#path), () => void this.#look());
    this.#watcher.on('error', () => this.#watcher?.close());
  }

  /** Takes no more clients and removes the path, if it is still ours. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#watcher?.close();
    await this.#looking;
    const server = this.#server;
    if (look(this.#path)?.ino === this.#inode) unlinkSync(this.#path);
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  async #publish(): Promise<void> {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      void this.#look();
      this.#onClient(socket);
    });
    this.#server = server;
    if (this.#path.startsWith('\\\\.\\pipe\\')) return listen(server, this.#path);
    const hidden = join(dirname(this.#path), hiddenName(basename(this.#path).length));
    const umask = process.umask(0o077);
    try {
      await listen(server, hidden);
      chmodSync(hidden, 0o600);
      linkSync(hidden, this.#path);
      this.#inode = lstatSync(hidden).ino;
    } catch (cause) {
      server.close();
      throw new WhisError(
        'unsafe_path',
        `The socket ${this.#path} could not be made: ${(cause as Error).message}`,
        { cause },
      );
    } finally {
      process.umask(umask);
      if (look(hidden)) unlinkSync(hidden);
    }
  }

  /** Looks whether the path is still ours, one look at a time. */
  #look(): Promise<void> {
    this.#looking = this.#looking
      .then(() => this.#restore())
      .catch((thrown: unknown) => this.#onTrouble(asWhisError(thrown)));
    return this.#looking;
  }

  /** Publishes again when the path was removed, or a dead socket of ours stands there. */
  async #restore(): Promise<void> {
    if (this.#isClosing || look(this.#path)?.ino === this.#inode) return;
    await clearOldSocket(this.#path, this.#uid);
    const old = this.#server;
    await this.#publish();
    // Its clients stay connected, and who is just knocking there is still let in.
    old?.unref();
    setTimeout(() => old?.close(), lastKnockMs).unref();
    this.#onTrouble(null);
  }
}

/** A name in the same folder, no longer than the socket's own, so that its path fits too. */
function hiddenName(length: number): string {
  return `.${randomBytes(length).toString('base64url')}`.slice(0, Math.max(length, 2));
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path, backlog: 511 }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function look(path: string): Stats | null {
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
