import type { Bench, Figure, Row } from '../figure.ts';
import { startServers, type Served } from '../servers.ts';
import { median } from '../statistics.ts';
import { takeTurns } from '../turns.ts';
import { Asker } from '../wire.ts';

/** How many requests are on their way at once. */
const batch = 2000;

const requests = ['ping', 'status'];

/** Requests a second on one connection, when the client does not wait for answers. */
export const pipelined: Figure = {
  name: 'pipelined',
  title: 'Requests a second, pipelined',
  async measure(bench) {
    const rows: Row[] = [];
    for (const [index, type] of requests.entries()) {
      const progress = (done: number) => bench.progress((index + done) / requests.length);
      rows.push(...(await measureFor(type, { ...bench, progress })));
    }
    return rows;
  },
};

async function measureFor(type: string, bench: Bench): Promise<Row[]> {
  await using servers = await startServers(`{"id":1,"type":"${type}"}`);
  using connections = new DisposableStack();
  const turn = async ({ path, wire }: Served) => {
    const asker = connections.use(await Asker.connect(path, wire));
    return async () => (batch / (await asker.ask(batch))) * 1000;
  };
  const rounds = bench.rounds(60);
  const { whis, raw, jsonRpc } = await takeTurns(
    {
      whis: await turn(servers.whis),
      raw: await turn(servers.raw),
      jsonRpc: await turn(servers.jsonRpc),
    },
    { bench, rounds, warmUps: 10 },
  );
  const common = { what: `${type} requests`, unit: '/s', ours: median(whis), samples: rounds };
  return [
    {
      ...common,
      other: median(raw),
      against: 'raw node:net',
      goals: [{ of: 'ratio', atLeast: 0.6 }],
    },
    {
      ...common,
      other: median(jsonRpc),
      against: 'vscode-jsonrpc',
      goals: [{ of: 'ratio', atLeast: 1 }],
    },
  ];
}
