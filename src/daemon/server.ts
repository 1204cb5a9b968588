import type { Socket } from 'node:net';

import { WhisError } from '../protocol/errors.ts';
import { Connection } from './connection.ts';
import type { Daemon } from './daemon.ts';

/** Places beyond the limit for those who only want to know how the daemon is, or to end it. */
const extraPlaces = 4;

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

  /**
   * Takes a new client in. Where there is no room, the oldest that has said nothing yet makes it; if
   * all have spoken, the newcomer gets one of the extra places, or is told that there is none.
   */
  accept(socket: Socket): void {
    const max = this.#maxConnections();
    const isFull = this.#connections.size >= max && !this.#makeRoom();
    const connection = new Connection(socket, this.#daemon, { isExtra: isFull });
    this.#connections.set(connection, socket);
    socket.once('close', () => this.#connections.delete(connection));
    if (isFull && this.#connections.size > max + extraPlaces) {
      connection.refuse(
        new WhisError(
          'too_many_clients',
          `${max} clients are connected already. Close some, or raise max_connections: whis config set max_connections N`,
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

  #makeRoom(): boolean {
    for (const [connection, socket] of this.#connections) {
      if (connection.hasSpoken) continue;
      socket.destroy();
      this.#connections.delete(connection);
      return true;
    }
    return false;
  }
}
