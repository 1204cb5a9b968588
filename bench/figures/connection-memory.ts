import { setTimeout as delay } from 'node:timers/promises';

import type { Bench, Figure } from '../figure.ts';
import { memoryOf } from '../process.ts';
import { startServers, type Served } from '../servers.ts';
import { median } from '../statistics.ts';
import { connectAll } from '../wire.ts';

const clients = 1000;

/** The first ones bring what is loaded and compiled once, whoever comes: they are there before. */
const firstClients = 200;

const settleMs = 2000;

/** What a daemon holds for each client that has asked something and stays. Each round starts anew. */
export const connectionMemory: Figure = {
  name: 'connection-memory',
  title: 'Memory of one open connection, 1,000 open',
  ifMissed:
    'What whis keeps of a connection is what it needs to hold it to its bounds: what is half read, what waits, what is not ' +
    'sent yet, how long it may take, and what it has subscribed to. Runs differ by 1.5 kB a connection.',
  async measure(bench) {
    const rounds = bench.rounds(30);
    const whis: number[] = [];
    const raw: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      bench.progress(round / rounds);
      await using servers = await startServers();
      await delay(settleMs, undefined, { signal: bench.signal });
      whis.push(await heldFor(servers.whis, bench));
      raw.push(await heldFor(servers.raw, bench));
    }
    return [
      {
        what: 'memory of one open connection',
        unit: 'kB',
        ours: median(whis),
        other: median(raw),
        against: 'raw node:net',
        goals: [{ of: 'ratio', atMost: 1.5 }],
        samples: rounds,
      },
    ];
  },
};

async function heldFor({ path, wire, pid }: Served, { signal }: Bench): Promise<number> {
  using connections = new DisposableStack();
  const residentWith = async (more: number) => {
    for (const asker of await connectAll(path, wire, more)) connections.use(asker);
    await delay(settleMs, undefined, { signal });
    return memoryOf(pid).residentMb;
  };
  const before = await residentWith(firstClients);
  return (((await residentWith(clients)) - before) * 1000) / clients;
}
