import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { Home } from '../../test/fixtures/home.ts';
import type { Bench, Figure } from '../figure.ts';
import { Opponent, usageOf, type Usage } from '../process.ts';
import { median } from '../statistics.ts';

const idleMs = 60_000;

/** V8 tidies up after a start for some seconds: that belongs to the start. */
const settleMs = 15_000;

/** What nothing costs: a minute in which nobody asks anything. All three idle at the same time. */
export const idle: Figure = {
  name: 'idle',
  title: 'Idle for 60 s',
  async measure(bench) {
    const home = await Home.make();
    await using stack = new AsyncDisposableStack();
    stack.defer(() => home.close());
    const start = async (name: string) =>
      stack.use(await Opponent.start(`${name}.cjs`, [join(home.folder, name)], home.env)).pid;
    const pids = {
      whis: (await home.listen()).pid,
      bare: await start('listener'),
      poller: await start('poller'),
    };
    const rounds = bench.rounds(3);
    await wait(settleMs, bench);
    const used: Record<keyof typeof pids, Usage[]> = { whis: [], bare: [], poller: [] };
    for (let round = 0; round < rounds; round += 1) {
      const before = mapValues(pids, usageOf);
      await wait(idleMs, bench, (done) => bench.progress((round + done) / rounds));
      const after = mapValues(pids, usageOf);
      for (const name of Object.keys(pids) as (keyof typeof pids)[]) {
        used[name].push({
          cpuMs: after[name].cpuMs - before[name].cpuMs,
          switches: after[name].switches - before[name].switches,
        });
      }
    }
    const common = { samples: rounds };
    return (['switches', 'cpuMs'] as const).flatMap((kind) => {
      const middle = mapValues(used, (usages) => median(usages.map((usage) => usage[kind])));
      const row = {
        what: kind === 'switches' ? 'idle 60 s: context switches' : 'idle 60 s: CPU time',
        unit: kind === 'switches' ? '' : 'ms',
        ours: middle.whis,
        ...common,
      };
      return [
        {
          ...row,
          other: middle.bare,
          against: 'bare node',
          goals: [{ of: 'ratio', atMost: 2 }] as const,
        },
        {
          ...row,
          other: middle.poller,
          against: 'polling every 10 ms',
          goals: [{ of: 'ratio', atMost: 0.01 }] as const,
        },
      ];
    });
  },
};

async function wait(
  milliseconds: number,
  { signal }: Bench,
  progress: (done: number) => void = () => {},
): Promise<void> {
  for (let waited = 0; waited < milliseconds; waited += 1000) {
    progress(waited / milliseconds);
    await delay(1000, undefined, { signal });
  }
}

function mapValues<Key extends string, From, To>(
  values: Readonly<Record<Key, From>>,
  map: (value: From) => To,
): Record<Key, To> {
  return Object.fromEntries(
    (Object.entries(values) as [Key, From][]).map(([key, value]) => [key, map(value)]),
  ) as Record<Key, To>;
}
