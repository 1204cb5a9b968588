import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { Client } from '../../test/fixtures/home.ts';
import { Home } from '../../test/fixtures/home.ts';
import { installToneModel } from '../../test/fixtures/tone-model.ts';
import { speakTones, writeWav } from '../../test/fixtures/tones.ts';
import type { Figure } from '../figure.ts';
import { percentile } from '../statistics.ts';

const text = 'what is said';
const spokenMs = 2000;

/**
 * From the stop to the delivered text, less what the engine takes: what whis adds itself. The local
 * engine runs a model that understands tones; the text goes to a file, since a clipboard is another
 * program.
 */
export const stopToText: Figure = {
  name: 'stop-to-text',
  title: "Stop to delivered text, without the engine's own time",
  async measure(bench) {
    const home = await Home.make();
    try {
      await installToneModel(home.paths.models);
      await home.settings({ output: [`file:${join(home.folder, 'out.txt')}`] });
      const wav = join(home.folder, 'tones.wav');
      await writeWav(wav, speakTones(text, { leadMs: 200 }));
      const daemon = await home.listen('--input', wav, '--engine', 'local');
      const client = await daemon.connect();
      // The first one loads the model.
      await dictate(client);
      const rounds = bench.rounds(40);
      const whole: number[] = [];
      const own: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        bench.progress(round / rounds);
        const { tookMs, engineMs } = await dictate(client);
        whole.push(tookMs);
        own.push(tookMs - engineMs);
      }
      await client.close();
      const common = { unit: 'ms', other: null, against: '', samples: rounds };
      return [
        {
          what: 'stop to text, p50, engine not counted',
          ours: percentile(own, 0.5),
          goals: [],
          ...common,
        },
        {
          what: 'stop to text, p95, engine not counted',
          ours: percentile(own, 0.95),
          goals: [{ of: 'value', atMost: 30 }],
          ...common,
        },
        {
          what: 'stop to text, p95, with the engine',
          ours: percentile(whole, 0.95),
          goals: [],
          ...common,
        },
      ];
    } finally {
      await home.close();
    }
  },
};

async function dictate(client: Client): Promise<{ tookMs: number; engineMs: number }> {
  await client.call('start_session', {});
  await delay(spokenMs);
  const begunAt = performance.now();
  const stopped = await client.call('stop_session', { wait: true });
  const tookMs = performance.now() - begunAt;
  if (stopped.text !== text) throw new Error(`Not what was said: ${JSON.stringify(stopped)}`);
  return { tookMs, engineMs: stopped.timings_ms?.engine ?? 0 };
}
