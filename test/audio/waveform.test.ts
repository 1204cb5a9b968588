import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { readWaveform } from '../../src/audio/index.ts';
import { writeWav } from '../fixtures/tones.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whis-waveform-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('readWaveform', () => {
  it('gives the loudest sample of each part, from the beginning to the end', async () => {
    const samples = new Int16Array(16_000);
    samples[100] = 16_384;
    samples[15_999] = -32_768;
    const path = join(folder, 'a.wav');
    await writeWav(path, samples);
    expect(await readWaveform(path, 4)).toEqual({ durationMs: 1000, peaks: [0.5, 0, 0, 1] });
  });

  it('gives fewer points where the recording is too short for so many', async () => {
    const path = join(folder, 'short.wav');
    await writeWav(path, new Int16Array(640).fill(328));
    expect((await readWaveform(path, 400)).peaks).toEqual([0.01, 0.01]);
  });

  it('says what is wrong with a file that is no sound', async () => {
    await expect(readWaveform(join(folder, 'none.wav'), 10)).rejects.toMatchObject({
      code: 'invalid_audio',
    });
  });
});
