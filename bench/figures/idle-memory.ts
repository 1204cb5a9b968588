import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { Home } from '../../test/fixtures/home.ts';
import type { Figure } from '../figure.ts';
import { memoryOf, Opponent } from '../process.ts';
import { median } from '../statistics.ts';

/** What a start has allocated for itself is given back within this. */
const settleMs = 2000;

/** Memory of the daemon while nobody asks anything. Each round starts both anew. */
export const idleMemory: Figure = {
  name: 'idle-memory',
  title: 'Idle memory, headless',
  async measure(bench) {
    const rounds = bench.rounds(30);
    const whis: ReturnType<typeof memoryOf>[] = [];
    const bare: ReturnType<typeof memoryOf>[] = [];
    for (let round = 0; round < rounds; round += 1) {
      bench.progress(round / rounds);
      await using stack = new AsyncDisposableStack();
      const home = await Home.make();
      stack.defer(() => home.close());
      const daemon = await home.listen();
      const socket = join(home.folder, 'bare.sock');
      const listener = stack.use(await Opponent.start('listener.cjs', [socket], home.env));
      await delay(settleMs, undefined, { signal: bench.signal });
      whis.push(memoryOf(daemon.pid));
      bare.push(memoryOf(listener.pid));
    }
    const middle = (of: typeof whis, kind: 'residentMb' | 'privateMb') =>
      median(of.map((memory) => memory[kind]));
    const common = { unit: 'MB', against: 'bare node', samples: rounds };
    return [
      {
        what: 'idle memory, resident',
        ours: middle(whis, 'residentMb'),
        other: middle(bare, 'residentMb'),
        goals: [{ of: 'ratio', atMost: 1.6 }],
        ...common,
      },
      {
        what: 'idle memory, shared with no other process',
        ours: middle(whis, 'privateMb'),
        other: middle(bare, 'privateMb'),
        goals: [],
        ...common,
      },
    ];
  },
};
