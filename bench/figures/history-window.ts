import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { Measured } from '../../test/electron/measure/measured.ts';
import { Home } from '../../test/fixtures/home.ts';
import type { Figure } from '../figure.ts';
import { fillHistory } from '../fill-history.ts';
import { median } from '../statistics.ts';

const sessionCount = 100_000;
const script = join(import.meta.dirname, '../../test/electron/measure/history-window.ts');

/**
 * The tray app's window, on the stand-in for Electron's runtime with a real Chromium: until its first
 * rows are painted, and whether it pauses while one scrolls and types; by Chromium's own trace.
 */
export const historyWindow: Figure = {
  name: 'history-window',
  title: 'The window on 100,000 sessions',
  async measure(bench) {
    const full = await Home.make();
    const empty = await Home.make();
    try {
      fillHistory(full.paths, sessionCount, (done) => bench.progress(done / 2));
      const rounds = bench.rounds(30);
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [script, String(rounds), full.folder, empty.folder],
        { signal: bench.signal },
      );
      const measured = JSON.parse(stdout) as Measured;
      const { scroll, search } = measured;
      const alone = { unit: 'ms', other: null, against: '', goals: [], samples: 1 } as const;
      return [
        {
          what: 'window opened, first rows painted, p50',
          unit: 'ms',
          ours: median(measured.full),
          other: median(measured.empty),
          against: 'an empty history',
          goals: [{ of: 'ratio', atMost: 1.5 }],
          samples: rounds,
        },
        { what: 'longest task while scrolling', ours: scroll.longestTaskMs, ...alone },
        { what: 'longest task while searching', ours: search.longestTaskMs, ...alone },
      ];
    } finally {
      await full.close();
      await empty.close();
    }
  },
};
