import { join } from 'node:path';

import { Home, type Daemon } from '../test/fixtures/home.ts';
import { Opponent } from './process.ts';
import { jsonRpc, lines, type Wire } from './wire.ts';

/** A server and the way to talk to it. */
export interface Served {
  readonly path: string;
  readonly wire: Wire;
  readonly pid: number;
}

/** The daemon, and the two servers that give the same answers, side by side. */
export interface Servers extends AsyncDisposable {
  readonly home: Home;
  readonly daemon: Daemon;
  readonly whis: Served;
  /** A raw `node:net` server that answers each line with the same bytes. */
  readonly raw: Served;
  readonly jsonRpc: Served;
}

/** Starts all three. `request` is what is asked of the daemon, as it is written on the wire. */
export async function startServers(request = '{"type":"status"}'): Promise<Servers> {
  const home = await Home.make();
  await using cleanUp = new AsyncDisposableStack();
  cleanUp.defer(() => home.close());
  await home.settings({ max_connections: 1300 });
  const daemon = await home.listen();
  const client = await daemon.connect();
  const answer = JSON.stringify(await client.ask(JSON.parse(request)));
  await client.close();
  const rawPath = join(home.folder, 'raw.sock');
  const raw = cleanUp.use(await Opponent.start('lines.cjs', [rawPath, answer], home.env));
  const rpcPath = join(home.folder, 'rpc.sock');
  const rpc = cleanUp.use(await Opponent.start('json-rpc.cjs', [rpcPath, answer], home.env));
  const stack = cleanUp.move();
  return {
    home,
    daemon,
    whis: { path: home.socket, wire: lines(request), pid: daemon.pid },
    raw: { path: rawPath, wire: lines(request), pid: raw.pid },
    jsonRpc: { path: rpcPath, wire: jsonRpc('status'), pid: rpc.pid },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
