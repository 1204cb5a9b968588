import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { dist } from '../../test/fixtures/built.ts';
import { Home } from '../../test/fixtures/home.ts';
import type { Figure } from '../figure.ts';
import { opponentPath } from '../process.ts';
import { median } from '../statistics.ts';
import { takeTurns } from '../turns.ts';

/** The whole process of `whis status`, as a key binding or a status bar runs it. */
export const statusProcess: Figure = {
  name: 'status-process',
  title: 'whis status, the whole process',
  ifMissed:
    'What is left is 5 to 6 ms for compiling and running the 24 kB of the command line itself (parsing arguments, ' +
    'messages, the check of the answer); it makes as many system calls as the bare script.',
  async measure(bench) {
    const home = await Home.make();
    try {
      await home.listen();
      const run = (...args: string[]) => {
        const begunAt = performance.now();
        const { status, stderr } = spawnSync(process.execPath, args, { env: home.env });
        const tookMs = performance.now() - begunAt;
        if (status !== 0) throw new Error(`node ${args.join(' ')} failed: ${String(stderr)}`);
        return tookMs;
      };
      const rounds = bench.rounds(60);
      const { whis, script, nothing } = await takeTurns(
        {
          whis: () => run(join(dist, 'cli/whis.cjs'), 'status'),
          script: () => run(opponentPath('status.cjs'), home.socket),
          nothing: () => run('-e', '0'),
        },
        { bench, rounds, warmUps: 3 },
      );
      const [bare, least] = [median(script), median(nothing)];
      const common = { unit: 'ms', ours: median(whis), samples: rounds };
      const goals = [{ of: 'ratio', atMost: 1.1 }] as const;
      return [
        { what: 'whis status', ...common, other: bare, against: 'bare script', goals },
        { what: 'whis status', ...common, other: least, against: 'node -e 0', goals: [] },
      ];
    } finally {
      await home.close();
    }
  },
};
