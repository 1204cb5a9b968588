import type { Socket } from 'node:net';

import { Connection } from './connection.ts';
import type { Daemon } from './daemon.ts';
import { allTaken } from './refusals.ts';

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
    const isExtra = !this.#hasRoom({ isExtra: false, places: max });
    const connection = new Connection(socket, this.#daemon, { isExtra });
    if (isExtra && !this.#hasRoom({ isExtra, places: extraPlaces })) {
      connection.refuse(allTaken(max));
      return;
    }
    this.#connections.set(connection, socket);
    socket.on('close', () => this.#connections.delete(connection));
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

  /** Whether there is room among the extra places or the others, or somebody there who makes it. */
  #hasRoom({ isExtra, places }: { isExtra: boolean; places: number }): boolean {
    if (this.#connections.size < places) return true;
    const seated = [...this.#connections.keys()].filter((other) => other.isExtra === isExtra);
    if (seated.length < places) return true;
    const silent = seated.find((other) => !other.hasSpoken);
    if (silent === undefined) return false;
    this.#connections.get(silent)?.destroy();
    this.#connections.delete(silent);
    return true;
  }
}
