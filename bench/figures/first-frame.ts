import { statSync, watch } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { startAudioServer } from '../../test/fixtures/audio-server.ts';
import { Home } from '../../test/fixtures/home.ts';
import { wavHeaderBytes } from '../../src/core/wav.ts';
import type { Figure, Row } from '../figure.ts';
import { Opponent } from '../process.ts';
import { recorderArguments } from '../recorder.ts';
import { percentile } from '../statistics.ts';

/** In each round a daemon is started anew, for one first start and so many later ones. */
const laterStarts = 3;

/** From the request to the first sound on the disk; against parec alone, writing into a file. */
export const firstFrame: Figure = {
  name: 'first-frame',
  title: 'Start sent to first frame on disk',
  ifMissed:
    'The first start of a daemon runs code that V8 has not compiled yet (14 to 16 ms of CPU, later starts 6 ms), most of ' +
    "it Node's own for starting a process. Recording something at the start of the daemon to warm up is not done: " +
    'no microphone is opened that nobody asked for.',
  async measure(bench) {
    await using stack = new AsyncDisposableStack();
    const audio = await startAudioServer();
    stack.defer(() => audio.close());
    const rounds = bench.rounds(30);
    const taken = { first: { whis: [], bare: [] }, later: { whis: [], bare: [] } } as Record<
      'first' | 'later',
      Record<'whis' | 'bare', number[]>
    >;
    for (let round = 0; round < rounds; round += 1) {
      bench.progress(round / rounds);
      await using parts = new AsyncDisposableStack();
      const home = await Home.make(audio.env);
      parts.defer(() => home.close());
      const bare = parts.use(await Opponent.start('recorder.cjs', recorderArguments, home.env));
      const client = await (await home.listen()).connect();
      const folder = home.paths.audio;
      const rawFolder = join(home.folder, 'raw');
      await mkdir(rawFolder);
      for (let start = 0; start <= laterStarts; start += 1) {
        const into = taken[start === 0 ? 'first' : 'later'];
        const whis = async () => {
          const found = soundIn(folder, wavHeaderBytes);
          const begunAt = performance.now();
          const started = client.call('start_session', {});
          into.whis.push((await found) - begunAt);
          const { session_id } = await started;
          await client.call('cancel_session', { session_id });
        };
        const alone = async () => {
          const found = soundIn(rawFolder, 0);
          const begunAt = performance.now();
          bare.say(join(rawFolder, String(start)));
          into.bare.push((await found) - begunAt);
          await bare.ask('');
        };
        for (const one of (round + start) % 2 === 0 ? [whis, alone] : [alone, whis]) await one();
      }
      await client.close();
    }
    return (['first', 'later'] as const).flatMap((which) =>
      [0.5, 0.95].map((share): Row => ({
        what: `${which === 'first' ? 'first start' : 'later starts'} to first frame, p${share * 100}`,
        unit: 'ms',
        ours: percentile(taken[which].whis, share),
        other: percentile(taken[which].bare, share),
        against: 'parec alone',
        goals: [{ of: 'more', atMost: 15 }],
        samples: taken[which].whis.length,
      })),
    );
  },
};

/** Resolves with the time at which a file in a folder has become longer than so many bytes. */
function soundIn(folder: string, bytes: number): Promise<number> {
  return new Promise((resolve) => {
    const watcher = watch(folder, (_, name) => {
      const size = statSync(join(folder, name ?? ''), { throwIfNoEntry: false })?.size ?? 0;
      if (size <= bytes) return;
      watcher.close();
      resolve(performance.now());
    });
  });
}
