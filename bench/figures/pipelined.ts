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
  ifMissed:
    'The bare server neither reads nor writes JSON: it sends one ready line back for each that comes. One that only ' +
    'splits the lines, parses each and writes its answer with `JSON.stringify` uses about 610 ns of CPU for a ping and ' +
    '2.4 µs for a status, which is 0.35 of the bare one: for a status the goal cannot be reached. Of the 1 µs that ' +
    'a ping costs in whis, 0.2 µs split and decode the line, 0.2 parse it, 0.15 check it (depth, forbidden names, form, ' +
    'fields), 0.15 write the answer, 0.15 keep the queue and its bounds, and 0.15 belong to the socket.',
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
