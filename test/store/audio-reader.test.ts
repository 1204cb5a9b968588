import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import type { Frame } from '../../src/core/ports.ts';
import { openStore, temporaryPaths } from './place.ts';

test('reads a recording as it was written, whatever its length, and half a sample not at all', async () => {
  const store = openStore(temporaryPaths());
  const samples = Int16Array.from({ length: 70_001 }, (_, index) => index % 30_000);
  const sink = await store.createAudio('a');
  await sink.append(samples);
  await sink.close();
  appendFileSync(sink.path, 'x');
  expect(await samplesOf(store.readAudio(sink.path))).toEqual([...samples]);
});

test('says that there is nothing to read', async () => {
  const paths = temporaryPaths();
  const store = openStore(paths);
  const missing = samplesOf(store.readAudio(join(paths.audio, 'a.wav')));
  await expect(missing).rejects.toMatchObject({ code: 'audio_missing' });
  const folder = samplesOf(store.readAudio(paths.audio));
  await expect(folder).rejects.toMatchObject({ code: 'storage_failed' });
});

async function samplesOf(frames: AsyncIterable<Frame>): Promise<number[]> {
  const samples: number[] = [];
  for await (const frame of frames) samples.push(...frame);
  return samples;
}
