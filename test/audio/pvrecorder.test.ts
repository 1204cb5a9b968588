import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { openRecorder } from '../../src/audio/index.ts';
import type { Recorder } from '../../src/core/ports.ts';
import { spawnModule } from '../../src/headless/spawn-module.ts';
import { startAudioServer, type AudioServer } from '../fixtures/audio-server.ts';
import { nothingMoreThan, openResources, type OpenResources } from '../fixtures/open-resources.ts';
import { dominantHertz, listen, loudPart, onlyPrograms, writeTone } from '../fixtures/sound.ts';

let folder: string;
let server: AudioServer;
let before: OpenResources;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whis-pvrecorder-'));
  server = await startAudioServer();
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  before = await openResources();
});

afterEach(async () => {
  server.thaw();
  await nothingMoreThan(before);
});

async function recorderIn(
  env: Record<string, string>,
  deadlines: { firstFrameMs?: number; stallMs?: number } = {},
): Promise<Recorder> {
  const modulePath = () =>
    fileURLToPath(new URL('../../src/audio/pvrecorder-child.ts', import.meta.url));
  return openRecorder({
    // Where no program of Linux is looked for.
    platform: 'darwin',
    programs: await onlyPrograms(folder, []),
    spawnModule: (name) => spawnModule(name, { modulePath, env }),
    deadlines,
  });
}

describe('the pvrecorder child', () => {
  it('hears the tone that is played', async () => {
    const tone = await writeTone(join(folder, 'tone.wav'), { hertz: 997, seconds: 2 });
    const recorder = await recorderIn(server.env);
    const playing = server.play(tone);
    const heard = await listen(recorder, { samples: 32_000 });
    await playing;
    expect(recorder.name).toBe('pvrecorder');
    expect(dominantHertz(loudPart(heard))).toBeCloseTo(997, -1);
  });

  it('lists the microphones and opens one by its name', async () => {
    const recorder = await recorderIn(server.env);
    const names = (await recorder.microphones()).map(({ name }) => name);
    expect(names).toContain('Microphone');
    const heard = await listen(recorder, { samples: 1000, microphone: 'Microphone' });
    expect(heard.length).toBeGreaterThanOrEqual(1000);
    await expect(listen(recorder, { samples: 1, microphone: 'nowhere' })).rejects.toMatchObject({
      code: 'microphone_unavailable',
      message: expect.stringMatching(/“nowhere”.*“Microphone”/u),
    });
  });

  it('is killed when the sound server hangs from the start', async () => {
    const recorder = await recorderIn(server.env, { firstFrameMs: 500 });
    server.freeze();
    await expect(listen(recorder, { samples: 1 })).rejects.toMatchObject({
      code: 'microphone_unavailable',
    });
  });

  it('is killed when the sound server hangs in the middle', async () => {
    const recorder = await recorderIn(server.env, { stallMs: 300 });
    await expect(untilItBreaks(recorder, () => server.freeze())).rejects.toMatchObject({
      code: 'microphone_lost',
    });
  });

  it('tells when the sound server dies in the middle', async () => {
    const own = await startAudioServer();
    try {
      const recorder = await recorderIn(own.env);
      await expect(untilItBreaks(recorder, () => own.kill())).rejects.toMatchObject({
        code: 'microphone_lost',
      });
    } finally {
      await own.close();
    }
  });

  it('says what is wrong where there is no sound at all', async () => {
    const recorder = await recorderIn({ PULSE_SERVER: 'unix:/nonexistent' });
    await expect(listen(recorder, { samples: 1 })).rejects.toMatchObject({
      code: 'microphone_unavailable',
      message: expect.stringContaining('pvrecorder: '),
    });
  });
});

async function untilItBreaks(recorder: Recorder, breakIt: () => unknown): Promise<void> {
  const stop = new AbortController();
  let isBroken = false;
  for await (const frame of recorder.record({ microphone: null, stop: stop.signal })) {
    expect(frame.length).toBeGreaterThan(0);
    if (!isBroken) await breakIt();
    isBroken = true;
  }
}
