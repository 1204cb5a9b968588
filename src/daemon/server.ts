import type { Socket } from 'node:net';

import { WhisError } from '../protocol/errors.ts';
import { Connection } from './connection.ts';
import type { Daemon } from './daemon.ts';

/** Everyone who is connected to the socket. */
export class Server {
  readonly #daemon: Pick<Daemon, 'call' | 'feed'>;
  readonly #maxConnections: () => number;
  /** In the order in which they came. */
  readonly #connections = new Map<Connection, Socket>();

  constructor(daemon: Pick<Daemon, 'call' | 'feed'>, maxConnections: () => number) {
    this.#daemon = daemon;
    this.#maxConnections = maxConnections;
  }

  get clients(): number {
    return this.#connections.size;
  }

  /** Takes a new client in. Where there is no room, the oldest that has said nothing yet makes it. */
  accept(socket: Socket): void {
    const connection = new Connection(socket, this.#daemon);
    const isFull = this.#connections.size >= this.#maxConnections();
    this.#connections.set(connection, socket);
    socket.once('close', () => this.#connections.delete(connection));
    if (!isFull) return;
    const silent = [...this.#connections.keys()].find(
      (other) => other !== connection && !other.hasSpoken,
    );
    if (silent) {
      this.#connections.get(silent)?.destroy();
      this.#connections.delete(silent);
    } else {
      connection.refuse(
        new WhisError(
          'too_many_clients',
          `${this.#maxConnections()} clients are connected already. Close some, or raise max_connections: whis config set max_connections N`,
        ),
      );
    }
  }

  /** Closes every connection; resolves when all are gone. */
  async close(): Promise<void> {
    const gone = [...this.#connections.values()].map(
      (socket) =>
        new Promise<void>((resolve) =>
          socket.destroyed ? resolve() : socket.once('close', () => resolve()),
        ),
    );
    for (const connection of this.#connections.keys()) connection.close();
    await Promise.all(gone);
  }
}
