import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';

import { parseWavHeader, wavHeader, wavHeaderBytes } from '../../src/core/wav.ts';
import { AudioFile, repairAudioFile } from '../../src/store/audio-file.ts';
import { temporaryFolder } from './place.ts';

const frame = (value: number, samples = 320) => new Int16Array(samples).fill(value);

function soundOf(path: string): { header: number | undefined; samples: number[] } {
  const bytes = readFileSync(path);
  const sound = bytes.subarray(wavHeaderBytes);
  const samples = Array.from({ length: sound.length >> 1 }, (_, at) => sound.readInt16LE(at * 2));
  return { header: parseWavHeader(bytes)?.dataBytes, samples };
}

test('writes frames in the order in which they came, for its owner alone', async () => {
  const path = join(temporaryFolder(), 'a.wav');
  const file = await AudioFile.create(path);
  await Promise.all([1, 2, 3, 4].map((value) => file.append(frame(value, 2))));
  expect(await file.close()).toEqual({ durationMs: 0.5 });
  expect(await file.close()).toEqual({ durationMs: 0.5 });
  expect(soundOf(path)).toEqual({ header: 16, samples: [1, 1, 2, 2, 3, 3, 4, 4] });
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('has each frame in the file when its append is over, and an empty valid file before', async () => {
  const path = join(temporaryFolder(), 'a.wav');
  const file = await AudioFile.create(path);
  expect(soundOf(path)).toEqual({ header: 0, samples: [] });
  await file.append(frame(7, 1));
  expect(soundOf(path).samples).toEqual([7]);
  await file.close();
});

test('sets its header right and is synced a second after a frame, whether more come or not', async () => {
  const path = join(temporaryFolder(), 'a.wav');
  const file = await AudioFile.create(path);
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  await file.append(frame(1));
  vi.advanceTimersByTime(999);
  await file.append(frame(1));
  expect(soundOf(path).header).toBe(0);
  vi.advanceTimersByTime(1);
  vi.useRealTimers();
  await vi.waitFor(() => expect(soundOf(path).header).toBe(1280));
  await file.append(frame(1));
  await file.close();
  expect(soundOf(path).header).toBe(1920);
});

test('never writes over a recording that is there', async () => {
  const path = join(temporaryFolder(), 'a.wav');
  writeFileSync(path, 'somebody else');
  await expect(AudioFile.create(path)).rejects.toMatchObject({ code: 'storage_failed' });
  expect(readFileSync(path, 'utf8')).toBe('somebody else');
});

test('names the path where it cannot write', async () => {
  const path = join(temporaryFolder(), 'missing', 'a.wav');
  await expect(AudioFile.create(path)).rejects.toMatchObject({
    code: 'storage_failed',
    message: expect.stringContaining(path),
  });
});

test('repairs whatever a crash has left, and a second time changes nothing', async () => {
  const path = join(temporaryFolder(), 'a.wav');
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.nat(300), async (sound, cut) => {
      const whole = Buffer.concat([wavHeader(sound.length * 3), sound]);
      writeFileSync(path, whole.subarray(0, cut));
      const samples = Math.max(0, Math.floor((Math.min(cut, whole.length) - wavHeaderBytes) / 2));
      const repaired = await repairAudioFile(path);
      if (samples === 0) {
        expect(repaired).toBeNull();
        return;
      }
      expect(repaired).toEqual({ path, durationMs: samples / 16 });
      const bytes = readFileSync(path);
      expect(parseWavHeader(bytes)?.dataBytes).toBe(samples * 2);
      expect(bytes.length).toBe(wavHeaderBytes + samples * 2);
      expect(bytes.subarray(wavHeaderBytes).equals(sound.subarray(0, samples * 2))).toBe(true);
      expect(await repairAudioFile(path)).toEqual(repaired);
    }),
    { numRuns: 200 },
  );
});

test('finds nothing to repair where there is no recording', async () => {
  expect(await repairAudioFile(join(temporaryFolder(), 'a.wav'))).toBeNull();
});

test('says so when there is something else than a recording', async () => {
  await expect(repairAudioFile(temporaryFolder())).rejects.toMatchObject({
    code: 'storage_failed',
  });
});
