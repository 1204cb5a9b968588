import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { wavHeader } from '../../src/core/wav.ts';
import { openStore, temporaryPaths } from './place.ts';

const second = Int16Array.from({ length: 16_000 }, (_, index) => index);

test('cuts a part out of a recording that is still written, and removes it', async () => {
  const store = openStore(temporaryPaths());
  const sink = await store.createAudio('a');
  await sink.append(second);
  const part = await store.cutAudio(sink.path, { fromMs: 250, toMs: 750 });
  const samples = new Uint8Array(second.buffer).subarray(8000, 24_000);
  expect(readFileSync(part.path)).toEqual(Buffer.concat([wavHeader(16_000), samples]));
  await part.remove();
  expect(existsSync(part.path)).toBe(false);
  const beyond = await store.cutAudio(sink.path, { fromMs: 900, toMs: 2000 });
  expect(readFileSync(beyond.path)).toHaveLength(44 + 3200);
  await sink.close();
});

test('says that there is nothing to cut', async () => {
  const paths = temporaryPaths();
  const missing = openStore(paths).cutAudio(join(paths.audio, 'a.wav'), { fromMs: 0, toMs: 1 });
  await expect(missing).rejects.toMatchObject({ code: 'audio_missing' });
  expect(readdirSync(paths.audio)).toEqual([]);
});

test('removes the parts that a crash has left, and nothing else', async () => {
  const paths = temporaryPaths();
  const store = openStore(paths);
  const sink = await store.createAudio('a');
  await sink.append(second);
  await sink.close();
  await store.cutAudio(sink.path, { fromMs: 0, toMs: 500 });
  writeFileSync(join(paths.audio, 'of-somebody.txt'), '');
  await store.removeParts();
  expect(readdirSync(paths.audio).sort()).toEqual(['a.wav', 'of-somebody.txt']);
});
