import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openFileRecorder } from '../../src/audio/file-recorder.ts';
import { monotonicPace, type Pace } from '../../src/audio/metronome.ts';
import type { Frame } from '../../src/core/ports.ts';
import { openResources } from '../fixtures/open-resources.ts';
import { dominantHertz, joined, listen, writeTone } from '../fixtures/sound.ts';

let folder: string;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whis-file-'));
  path = await writeTone(join(folder, 'tone.wav'), {
    hertz: 997,
    seconds: 0.51,
    form: ['-r', '44100', '-c', '2'],
  });
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** A pace at which waiting takes no time, and that counts the milliseconds that were waited for. */
function instantPace(): Pace & { waited(): number } {
  let now = 0;
  return {
    elapsed: () => now,
    async until(moment) {
      await Promise.resolve();
      now = moment;
    },
    waited: () => now,
  };
}

describe('a file that plays the microphone', () => {
  it('comes at its own speed, then silence until the stop', async () => {
    const pace = instantPace();
    const stop = new AbortController();
    const frames: Frame[] = [];
    for await (const frame of openFileRecorder({ path, speed: 'real' }, pace).record({
      microphone: null,
      stop: stop.signal,
    })) {
      frames.push(frame);
      expect(frame).toHaveLength(320);
      expect(pace.waited()).toBe(20 * frames.length);
      if (frames.length === 100) stop.abort();
    }
    expect(frames).toHaveLength(100);
    const heard = joined(frames);
    expect(dominantHertz(heard)).toBeCloseTo(997, -1);
    // 510 ms end in the 26th frame, which silence fills up.
    expect(heard.findLastIndex((sample) => sample !== 0)).toBeLessThan(8165);
    expect(heard.findLastIndex((sample) => Math.abs(sample) > 1000)).toBeGreaterThan(8120);
  });

  it('comes at once at the highest speed, and only its silence takes time', async () => {
    const pace = instantPace();
    const recorder = openFileRecorder({ path, speed: 'max' }, pace);
    expect(await listen(recorder, { samples: 26 * 320 })).toHaveLength(26 * 320);
    expect(pace.waited()).toBe(0);
    await listen(recorder, { samples: 36 * 320 });
    expect(pace.waited()).toBe(10 * 20);
  });

  it('begins anew in every recording', async () => {
    const recorder = openFileRecorder({ path, speed: 'max' });
    const first = await listen(recorder, { samples: 8000 });
    expect(await listen(recorder, { samples: 8000 })).toEqual(first);
  });

  it('goes on after a pause where it was', async () => {
    const recorder = openFileRecorder({ path, speed: 'max' });
    const whole = await listen(recorder, { samples: 8000 });
    const rest = await listen(recorder, { samples: 3200, recordedMs: 300 });
    expect(rest.subarray(0, 3200)).toEqual(whole.subarray(4800, 8000));
  });

  it('takes real time at its real speed', async () => {
    const before = monotonicPace.elapsed();
    const heard = await listen(openFileRecorder({ path, speed: 'real' }), { samples: 4800 });
    expect(monotonicPace.elapsed() - before).toBeGreaterThanOrEqual(299);
    expect(heard.length).toBeGreaterThanOrEqual(4800);
  });

  it('stops at once while it waits, and is closed', async () => {
    const resources = await openResources();
    const never: Pace = {
      elapsed: () => 0,
      until: (_, stop) =>
        new Promise((resolve) => {
          stop.addEventListener('abort', () => resolve());
        }),
    };
    const stop = new AbortController();
    const recorder = openFileRecorder({ path, speed: 'real' }, never);
    const recording = recorder.record({ microphone: null, stop: stop.signal });
    const frames = recording[Symbol.asyncIterator]();
    const next = frames.next();
    stop.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(await openResources()).toEqual(resources);
  });

  it('is its own only microphone', async () => {
    expect(await openFileRecorder({ path, speed: 'max' }).microphones()).toEqual([
      { name: path, description: 'tone.wav plays the microphone', is_default: true },
    ]);
  });

  it('says what is wrong with it', async () => {
    const broken = join(folder, 'broken.wav');
    await writeFile(broken, 'dear diary');
    for (const [file, reason] of [
      [broken, 'not a WAV file'],
      [join(folder, 'missing.wav'), 'no such file'],
      [folder, 'a folder'],
    ] as const) {
      await expect(
        listen(openFileRecorder({ path: file, speed: 'real' }), { samples: 1 }),
      ).rejects.toMatchObject({
        code: 'microphone_unavailable',
        message: expect.stringMatching(new RegExp(`${file}.*${reason}`, 'u')),
      });
    }
  });
});
