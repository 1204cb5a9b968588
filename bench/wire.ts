import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** How requests are written, and how many whole answers are in what has come. */
export interface Wire {
  /** So many requests, one behind the other. */
  requests(count: number): Buffer;
  /** A counter for one connection: takes each chunk, gives how many answers it has completed. */
  counter(): (chunk: Buffer) => number;
}

const lineFeed = 0x0a;

/** Requests and answers of a line each. */
export function lines(request: string): Wire {
  return {
    requests: (count) => Buffer.from(`${request}\n`.repeat(count)),
    counter: () => countLines,
  };
}

/** How many lines end in some bytes. */
export function countLines(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(lineFeed); at !== -1; at = chunk.indexOf(lineFeed, at + 1))
    count += 1;
  return count;
}

/** The base protocol of the language servers: a header with the body's length, and the body. */
export function jsonRpc(method: string): Wire {
  const request = (id: number) => {
    const body = JSON.stringify({ jsonrpc: '2.0', id, method });
    return `Content-Length: ${body.length}\r\n\r\n${body}`;
  };
  return {
    // A request with the id of another that is still open is never answered.
    requests: (count) =>
      Buffer.from(Array.from({ length: count }, (_, id) => request(id)).join('')),
    counter: countFrames,
  };
}

/** One client with as little code as possible, so that what is measured is the server. */
export class Asker {
  readonly socket: Socket;
  readonly #wire: Wire;
  #prepared: { readonly count: number; readonly bytes: Buffer };
  #missing = 0;
  #done: () => void = () => {};

  private constructor(socket: Socket, wire: Wire) {
    this.socket = socket;
    this.#wire = wire;
    this.#prepared = { count: 1, bytes: wire.requests(1) };
    const count = wire.counter();
    socket.on('data', (chunk: Buffer) => {
      this.#missing -= count(chunk);
      if (this.#missing === 0) this.#done();
    });
  }

  static async connect(path: string, wire: Wire): Promise<Asker> {
    const socket = connect(path);
    await once(socket, 'connect');
    return new Asker(socket, wire);
  }

  /** Sends the request `count` times at once; gives the milliseconds until the last answer. */
  ask(count = 1): Promise<number> {
    if (this.#prepared.count !== count)
      this.#prepared = { count, bytes: this.#wire.requests(count) };
    return new Promise((resolve) => {
      const begunAt = performance.now();
      this.#missing = count;
      this.#done = () => resolve(performance.now() - begunAt);
      this.socket.write(this.#prepared.bytes);
    });
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }
}

/** Connects so many clients, a hundred at a time, and lets each ask once. */
export async function connectAll(path: string, wire: Wire, count: number): Promise<Asker[]> {
  const all: Asker[] = [];
  while (all.length < count) {
    const next = Array.from({ length: Math.min(100, count - all.length) }, async () => {
      const asker = await Asker.connect(path, wire);
      await asker.ask();
      return asker;
    });
    all.push(...(await Promise.all(next)));
  }
  return all;
}

function countFrames(): (chunk: Buffer) => number {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let count = 0;
    for (;;) {
      const headEnd = rest.indexOf('\r\n\r\n');
      if (headEnd === -1) return count;
      const length = Number(
        /Content-Length: (\d+)/i.exec(rest.toString('latin1', 0, headEnd))?.[1],
      );
      const end = headEnd + 4 + length;
      if (rest.length < end) return count;
      rest = rest.subarray(end);
      count += 1;
    }
  };
}
