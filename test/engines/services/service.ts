import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request as a service has got it. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** What a service does with one request: an HTTP answer, or something of its own on the socket. */
export type Reaction =
  | {
      readonly status: number;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | ((socket: Socket) => void);

/** A running service: it reacts to its requests in turn, and to all others as to the last. */
export interface TestService {
  readonly baseUrl: string;
  readonly received: readonly Received[];
}

/** Starts a real HTTP server, which is closed when the test is over. */
export async function startService(...reactions: readonly Reaction[]): Promise<TestService> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      const reaction = reactions[Math.min(received.length, reactions.length - 1)];
      received.push({
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body,
      });
      if (typeof reaction === 'function') return reaction(request.socket);
      response.writeHead(reaction?.status ?? 500, reaction?.headers).end(reaction?.body);
      return undefined;
    });
  });
  return { baseUrl: `http://127.0.0.1:${await listen(server)}/v1`, received };
}

/** Starts a server that speaks to the socket alone, and has not read the request when it does. */
export async function startRawService(onConnection: (socket: Socket) => void): Promise<string> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    onConnection(socket);
  });
  return `http://127.0.0.1:${await listen(server as Server)}/v1`;
}

/** A service with this transcript. */
export function says(text: string, more: object = {}): Reaction {
  return { status: 200, body: JSON.stringify({ text, ...more }) };
}

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return (server.address() as AddressInfo).port;
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch {
    // A client that is cancelled breaks its upload off.
  }
  return Buffer.concat(chunks);
}
