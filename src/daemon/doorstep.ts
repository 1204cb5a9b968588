import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, lstatSync, unlinkSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { basename, dirname, join } from 'node:path';

import type { Endpoint } from '../protocol/endpoint.ts';
import { asWhisError, WhisError } from '../protocol/errors.ts';
import { FolderWatch } from './folder-watch.ts';
import { checkDirectory, clearOldSocket, look, unlinkInode } from './socket-path.ts';

/** How long a socket whose path was lost still takes those who had found it before. */
const lastKnockMs = 1000;

/** Who has taken the path is not asked more often than this whether he is still there. */
const knockAgainMs = 1000;

/** What a doorstep needs. */
export interface DoorstepOptions {
  readonly endpoint: Pick<Endpoint, 'socket' | 'directory'>;
  readonly uid: number;
  readonly onClient: (socket: Socket) => void;
  /** Hears why the path cannot be had back; with null, that it was lost and is published again. */
  readonly onTrouble: (error: WhisError | null) => void;
}

/** A socket that is published at a path, and is published again when the path is lost. */
export class Doorstep {
  readonly #options: DoorstepOptions;
  readonly #path: string;
  #server: Server | null = null;
  #inode = -1;
  #watch: FolderWatch | null = null;
  #trouble: string | null = null;
  #isClosing = false;
  #isLookDue = false;
  #lookAgain: NodeJS.Timeout | undefined;
  /** By `performance.now`. */
  #knockedAt = -Infinity;
  #looking: Promise<void> = Promise.resolve();

  constructor(options: DoorstepOptions) {
    this.#options = options;
    this.#path = options.endpoint.socket;
  }

  /**
   * Listens. The socket is bound under a private name, closed to others, and only then linked to its
   * own: nobody ever sees it with other permissions. Throws `unsafe_path` if something has appeared.
   */
  async open(): Promise<void> {
    await this.#publish();
    if (this.#options.endpoint.directory === null) return; // a named pipe cannot be removed
    this.#watch = new FolderWatch(dirname(this.#path), () => this.#look());
  }

  /** Takes no more clients and removes the path, if it is still ours. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#watch?.close();
    clearTimeout(this.#lookAgain);
    await this.#looking;
    // Before the socket is closed: until then, no other file can have its inode's number.
    unlinkInode(this.#path, this.#inode);
    const server = this.#server;
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  async #publish(): Promise<void> {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      this.#look();
      this.#options.onClient(socket);
    });
    if (this.#options.endpoint.directory === null) await listen(server, this.#path);
    else this.#inode = await listenPrivately(server, this.#path);
    this.#server = server;
  }

  /** Looks whether the path is still ours, one look at a time; many changes are worth one look. */
  #look(): void {
    if (this.#isLookDue) return;
    this.#isLookDue = true;
    this.#looking = this.#looking
      .then(() => {
        this.#isLookDue = false;
        return this.#restore();
      })
      .catch((thrown: unknown) => this.#tell(asWhisError(thrown)));
  }

  /** Publishes again when the path was removed, or a dead socket of ours stands there. */
  async #restore(): Promise<void> {
    if (this.#isClosing) return;
    this.#watch?.follow();
    const found = look(this.#path);
    if (found?.ino === this.#inode) return this.#tell(null);
    if (found?.isSocket() && this.#hasJustKnocked()) return;
    const { endpoint, uid, onTrouble } = this.#options;
    checkDirectory(endpoint, uid);
    await clearOldSocket(this.#path, uid);
    const old = this.#server;
    await this.#publish();
    // Its clients stay connected, and who is just knocking there is still let in.
    old?.unref();
    setTimeout(() => old?.close(), lastKnockMs).unref();
    this.#tell(null);
    onTrouble(null);
  }

  /** Whether it is too early to knock at somebody else's socket; what changes meanwhile is looked at later. */
  #hasJustKnocked(): boolean {
    const waitMs = this.#knockedAt + knockAgainMs - performance.now();
    if (waitMs <= 0) {
      this.#knockedAt = performance.now();
      return false;
    }
    clearTimeout(this.#lookAgain);
    this.#lookAgain = setTimeout(() => this.#look(), waitMs).unref();
    return true;
  }

  /** Tells a trouble once, however often it is met. */
  #tell(error: WhisError | null): void {
    const message = error?.message ?? null;
    if (error && message !== this.#trouble) this.#options.onTrouble(error);
    this.#trouble = message;
  }
}

/** Listens under a private name and links it to `path`; gives the socket's inode. */
async function listenPrivately(server: Server, path: string): Promise<number> {
  const hidden = join(dirname(path), hiddenName(basename(path).length));
  const umask = process.umask(0o077);
  try {
    await listen(server, hidden);
    chmodSync(hidden, 0o600);
    linkSync(hidden, path);
    return lstatSync(hidden).ino;
  } catch (cause) {
    server.close();
    throw new WhisError(
      'unsafe_path',
      `The socket ${path} could not be made: ${(cause as Error).message}. Name another path with --socket.`,
      { cause },
    );
  } finally {
    process.umask(umask);
    if (look(hidden)) unlinkSync(hidden);
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
