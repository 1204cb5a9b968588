import { mkdtemp, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readWavFile } from '../../src/audio/wav-file.ts';
import type { Frame } from '../../src/core/ports.ts';
import { bytesOfFrame, wavHeader } from '../../src/core/wav.ts';
import { nothingMoreThan, openResources } from '../fixtures/open-resources.ts';
import { dominantHertz, joined, writeTone } from '../fixtures/sound.ts';

let folder: string;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whis-wav-'));
  path = join(folder, 'file.wav');
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function read(): Promise<Frame> {
  const frames: Frame[] = [];
  for await (const frame of readWavFile(path)) frames.push(frame);
  return joined(frames);
}

async function faultOf(bytes: string | Uint8Array): Promise<unknown> {
  await writeFile(path, bytes);
  return read().catch((error: unknown) => error);
}

describe('a WAV file', () => {
  const rates = ['8000', '11025', '16000', '22050', '44100', '48000', '96000'];
  const widths = [
    ['-b', '8', '-e', 'unsigned-integer'],
    ['-b', '16'],
    ['-b', '24'],
    ['-b', '32', '-e', 'signed-integer'],
    ['-b', '32', '-e', 'floating-point'],
  ];
  const forms = rates.flatMap((rate) =>
    ['1', '2', '6'].flatMap((channels) =>
      widths.map((width) => ['-r', rate, '-c', channels, ...width]),
    ),
  );

  it.each(rates)('of %s Hz is read at every width and number of channels', async (rate) => {
    for (const form of forms.filter(([, its]) => its === rate)) {
      await writeTone(path, { hertz: 997, seconds: 0.3, isSteady: true, form });
      const samples = await read();
      // A sine at −6 dB, looked at in the middle, where the filter has everything.
      const peak = Math.max(...samples.subarray(1000, 3800));
      const isRight =
        Math.abs(samples.length - 4800) <= 1 &&
        Math.abs(dominantHertz(samples) - 997) <= 1 &&
        Math.abs(peak - 16_384) < 350;
      expect({ form, length: samples.length, peak, isRight }).toMatchObject({ isRight: true });
    }
  });

  it('in our own form comes out sample for sample', async () => {
    await fc.assert(
      fc.asyncProperty(fc.int16Array({ minLength: 1, maxLength: 1000 }), async (samples) => {
        await writeFile(
          path,
          Buffer.concat([wavHeader(samples.byteLength), bytesOfFrame(samples)]),
        );
        expect(await read()).toEqual(samples);
      }),
      { numRuns: 30 },
    );
  });

  it('that was cut off is read as far as it goes', async () => {
    await writeTone(path, { seconds: 1 });
    await truncate(path, 44 + 16_001);
    expect(await read()).toHaveLength(8000);
  });

  it.each([0, 0xffff_ffff])('whose header says %i bytes is read to its end', async (dataBytes) => {
    await writeTone(path, { seconds: 0.5 });
    const bytes = await readFile(path);
    bytes.writeUInt32LE(dataBytes, 40);
    await writeFile(path, bytes);
    expect(await read()).toHaveLength(8000);
  });

  it('ends where its header says, whatever comes behind', async () => {
    const header = wavHeader(4);
    await writeFile(path, Buffer.concat([header, Buffer.from('abcdLIST....')]));
    expect(await read()).toHaveLength(2);
  });

  it('of two hours takes no more memory than a short one', async () => {
    const dataBytes = 2 * 3600 * 16_000 * 2;
    await writeFile(path, wavHeader(dataBytes));
    // A sparse file: the disk holds its header only.
    await truncate(path, 44 + dataBytes);
    const before = process.memoryUsage.rss();
    let samples = 0;
    for await (const frame of readWavFile(path)) samples += frame.length;
    expect(samples).toBe(dataBytes / 2);
    expect(process.memoryUsage.rss() - before).toBeLessThan(100e6);
  }, 60_000);

  it('says what is wrong with what is none', async () => {
    const text = (reason: string) => ({
      code: 'invalid_audio',
      message: expect.stringContaining(reason),
    });
    expect(await faultOf('dear diary')).toMatchObject(text('it is not a WAV file'));
    expect(await faultOf('')).toMatchObject(text('it is empty'));
    expect(await faultOf('RIFF....WAVEnonsense')).toMatchObject(text('damaged'));
    expect(await faultOf(wavHeader(0))).toMatchObject(text('no samples'));
    const absurd = wavHeader(100);
    new DataView(absurd.buffer).setUint32(24, 4_000_000_000, true);
    expect(await faultOf(absurd)).toMatchObject(text('4000000000 samples a second'));
    await rm(path);
    await expect(read()).rejects.toMatchObject(text('there is no such file'));
    await mkdir(path);
    await expect(read()).rejects.toMatchObject(text('it is a folder'));
    await rm(path, { recursive: true });
  });

  it('is closed again, read to its end or not', async () => {
    await writeTone(path, { seconds: 10 });
    const before = await openResources();
    await read();
    for await (const frame of readWavFile(path)) {
      expect(frame.length).toBeGreaterThan(0);
      break;
    }
    await faultOf('no audio');
    await nothingMoreThan(before);
    expect(await openResources()).toEqual(before);
  });
});
