import type { Bench, Figure, Row } from '../figure.ts';
import { startServers, type Served, type Servers } from '../servers.ts';
import { percentile } from '../statistics.ts';
import { takeTurns } from '../turns.ts';
import { connectAll } from '../wire.ts';

const clientCounts = [1, 100];

/** How often all the clients together ask in a turn. */
const asksPerTurn = 500;

/** One status, asked and answered on a connection that is open: alone, and among a hundred. */
export const roundTrip: Figure = {
  name: 'round-trip',
  title: 'Status round trip on an open connection',
  ifMissed:
    'Where a machine has nothing else to do, its cores fall asleep between two messages: the bare answer comes just ' +
    'before that, ours just after, and waking one costs more than the answer. With both cores kept awake by something ' +
    'that yields to everything (`chrt --idle`), one client waits 53.7 µs and 50.4 for the bare server, 1.07 ×. Of the ' +
    'rest, reading a request and writing a status of 700 bytes as JSON makes 1.15 to 1.35 × on whatever server.',
  async measure(bench) {
    await using servers = await startServers();
    const rows: Row[] = [];
    for (const [index, clients] of clientCounts.entries()) {
      const part: Bench = {
        ...bench,
        progress: (done) => bench.progress((index + done) / clientCounts.length),
      };
      rows.push(...(await measureWith(clients, servers, part)));
    }
    return rows;
  },
};

async function measureWith(clients: number, servers: Servers, bench: Bench): Promise<Row[]> {
  using connections = new DisposableStack();
  const trips = { whis: [], raw: [], jsonRpc: [] } as Record<'whis' | 'raw' | 'jsonRpc', number[]>;
  const turn = async (name: keyof typeof trips) => {
    const { path, wire }: Served = servers[name];
    const askers = await connectAll(path, wire, clients);
    for (const asker of askers) connections.use(asker);
    return async () => {
      const taken: number[] = [];
      await Promise.all(
        askers.map(async (asker) => {
          for (let count = 0; count < asksPerTurn / clients; count += 1)
            taken.push(await asker.ask());
        }),
      );
      trips[name].push(...taken);
      return taken.length;
    };
  };
  const rounds = bench.rounds(40);
  const contenders = {
    whis: await turn('whis'),
    raw: await turn('raw'),
    jsonRpc: await turn('jsonRpc'),
  };
  await takeTurns(contenders, { bench, rounds: 3 });
  for (const name of Object.keys(trips) as (keyof typeof trips)[]) trips[name] = [];
  await takeTurns(contenders, { bench, rounds, warmUps: 0 });
  const who = clients === 1 ? '1 client' : `${clients} clients`;
  return [0.5, 0.99].flatMap((share): Row[] => {
    const microseconds = (name: keyof typeof trips) => percentile(trips[name], share) * 1000;
    const common = {
      what: `status, ${who}, p${share * 100}`,
      unit: 'µs',
      ours: microseconds('whis'),
      samples: trips.whis.length,
    };
    return [
      {
        ...common,
        other: microseconds('raw'),
        against: 'raw node:net',
        goals: [{ of: 'ratio', atMost: 1.5 }],
      },
      {
        ...common,
        other: microseconds('jsonRpc'),
        against: 'vscode-jsonrpc',
        goals: [{ of: 'ratio', atMost: 1 }],
      },
    ];
  });
}
