import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { openRecorder } from '../../src/audio/index.ts';
import type { Frame, Recorder, RunningModule } from '../../src/core/ports.ts';
import { startAudioServer, type AudioServer } from '../fixtures/audio-server.ts';
import { nothingMoreThan, openResources, type OpenResources } from '../fixtures/open-resources.ts';
import { dominantHertz, listen, loudPart, onlyPrograms, writeTone } from '../fixtures/sound.ts';

const second = 16_000;
let folder: string;
let server: AudioServer;
let before: OpenResources;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whis-recording-'));
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

async function recorderOf(
  names: readonly string[],
  deadlines: { firstFrameMs?: number; stallMs?: number } = {},
  { env }: { env: Record<string, string> } = server,
): Promise<Recorder> {
  return openRecorder({
    platform: 'linux',
    programs: await onlyPrograms(folder, names, env),
    spawnModule: () => deadModule,
    deadlines,
  });
}

/** In these tests the child of ours is one that dies at once. */
const deadModule: RunningModule = {
  send: () => {},
  onMessage: () => {},
  exited: Promise.resolve({ code: 1, signal: null, stderr: 'no binary' }),
  kill: () => Promise.resolve(),
};

describe.each(['parec', 'arecord'])('a recording with %s', (program) => {
  it('hears the tone that is played, and says who listens', async () => {
    const tone = await writeTone(join(folder, 'tone.wav'), { hertz: 997, seconds: 2 });
    const recorder = await recorderOf([program]);
    const playing = server.play(tone);
    const heard = await listen(recorder, { samples: 2 * second });
    await playing;
    expect(dominantHertz(loudPart(heard))).toBeCloseTo(997, -1);
    expect(recorder.name).toBe(program);
  });

  it('keeps what comes while the reader is slow', async () => {
    const recorder = await recorderOf([program]);
    const stop = new AbortController();
    const frames = recorder.record({ microphone: null, stop: stop.signal })[Symbol.asyncIterator]();
    await frames.next();
    // The reader sleeps for as long as somebody else needs for half a second of sound.
    await listen(await recorderOf([program]), { samples: second / 2 });
    stop.abort();
    let rest = 0;
    for (let next = await frames.next(); !next.done; next = await frames.next())
      rest += next.value.length;
    expect(rest).toBeGreaterThan(0.4 * second);
  });

  it('says which microphone is not there, and how to list them', async () => {
    const recorder = await recorderOf([program]);
    await expect(listen(recorder, { samples: 1, microphone: 'nowhere' })).rejects.toMatchObject({
      code: 'microphone_unavailable',
      message: expect.stringMatching(/“nowhere”.*whis doctor/u),
    });
  });

  it('takes the microphone that it is told', async () => {
    const microphone = program === 'parec' ? 'whis_null.monitor' : 'pulse';
    const heard = await listen(await recorderOf([program]), { samples: second / 10, microphone });
    expect(heard.length).toBeGreaterThanOrEqual(second / 10);
  });

  it('gives up on a server that hangs from the start', async () => {
    const recorder = await recorderOf([program], { firstFrameMs: 300 });
    server.freeze();
    await expect(listen(recorder, { samples: 1 })).rejects.toMatchObject({
      code: 'microphone_unavailable',
      message: expect.stringContaining('within 0.3 s'),
    });
  });

  it('tells when the server hangs in the middle, after what was heard', async () => {
    const { frames, error } = await untilItBreaks(
      await recorderOf([program], { firstFrameMs: 2000, stallMs: 300 }),
      () => server.freeze(),
    );
    expect(error).toMatchObject({ code: 'microphone_lost' });
    expect(frames).toBeGreaterThan(0);
  });

  it('tells when the server dies in the middle, after what was heard', async () => {
    await withOwnServer(async (own) => {
      const recorder = await recorderOf([program], { firstFrameMs: 2000 }, own);
      const { frames, error } = await untilItBreaks(recorder, () => own.kill());
      expect(error).toMatchObject({ code: 'microphone_lost' });
      expect(frames).toBeGreaterThan(0);
    });
  });

  it('ends within its bound when it is stopped while the server hangs', async () => {
    const recorder = await recorderOf([program]);
    const stop = new AbortController();
    let frames = 0;
    for await (const frame of recorder.record({ microphone: null, stop: stop.signal })) {
      frames += frame.length;
      if (stop.signal.aborted) continue;
      server.freeze();
      stop.abort();
    }
    expect(frames).toBeGreaterThan(0);
  });

  it('lets go of the microphone when its reader leaves', async () => {
    const recorder = await recorderOf([program]);
    const stop = new AbortController();
    for await (const frame of recorder.record({ microphone: null, stop: stop.signal })) {
      expect(frame.length).toBeGreaterThan(0);
      break;
    }
    const outputs = await server.pactl('list', 'short', 'source-outputs');
    // The fixture's own listener and the remapped source remain.
    expect(outputs.trim().split('\n')).toHaveLength(2);
  });

  it('gives nothing when it was stopped before it began', async () => {
    const recorder = await recorderOf([program]);
    const frames: Frame[] = [];
    for await (const frame of recorder.record({ microphone: null, stop: AbortSignal.abort() }))
      frames.push(frame);
    expect(frames).toEqual([]);
  });
});

describe('a recording', () => {
  it('lists the microphones, without the monitors of loudspeakers', async () => {
    expect(await (await recorderOf(['parec', 'pactl'])).microphones()).toEqual([
      { name: 'whis_mic', description: 'Microphone', is_default: true },
    ]);
    expect(await (await recorderOf(['arecord'])).microphones()).toContainEqual(
      expect.objectContaining({ name: 'default', is_default: true }),
    );
  });

  it('does not list the plugin of a sound server that does not run', async () => {
    const nowhere = {
      PULSE_SERVER: 'unix:/nowhere',
      ALSA_CONFIG_PATH: '/usr/share/alsa/alsa.conf',
    };
    const env = { ...server.env, ...nowhere };
    const listed = async (...names: string[]) =>
      (await recorderOf(names, {}, { env })).microphones().catch(() => []);
    expect(await listed('arecord')).toContainEqual(expect.objectContaining({ name: 'pulse' }));
    const there = await listed('parec', 'pactl', 'arecord');
    expect(there).not.toContainEqual(expect.objectContaining({ name: 'pulse' }));
  });

  it('says that it cannot list microphones without the program for it', async () => {
    const recorder = await recorderOf(['parec']);
    await expect(recorder.microphones()).rejects.toMatchObject({
      code: 'microphone_unavailable',
      message: expect.stringContaining('pactl'),
    });
  });

  it('tells when its microphone is taken away', async () => {
    // With nothing left to move to, the server ends the stream.
    await withOwnServer(async (own) => {
      const { error } = await untilItBreaks(
        await recorderOf(['parec'], { firstFrameMs: 2000 }, own),
        async () => {
          await own.pactl('unload-module', 'module-remap-source');
          await own.pactl('unload-module', 'module-null-sink');
        },
      );
      expect(error).toMatchObject({ code: 'microphone_lost' });
    });
  });

  it('tries the next program when one finds no server, and names every complaint', async () => {
    const nowhere = {
      PULSE_SERVER: 'unix:/nonexistent',
      PULSE_CLIENTCONFIG: server.env['PULSE_CLIENTCONFIG'] ?? '',
    };
    const recorder = await recorderOf(['parec', 'arecord'], {}, { env: nowhere });
    await expect(listen(recorder, { samples: 1 })).rejects.toMatchObject({
      code: 'microphone_unavailable',
      message: expect.stringMatching(/parec: .*refused.*arecord: .*pvrecorder: no binary/u),
    });
  });

  it('names the complaint when our own child cannot be started', async () => {
    const recorder = openRecorder({
      platform: 'win32',
      programs: await onlyPrograms(folder, []),
      spawnModule: () => {
        throw new Error('too many processes');
      },
    });
    await expect(listen(recorder, { samples: 1 })).rejects.toMatchObject({
      code: 'microphone_unavailable',
      message: expect.stringContaining('pvrecorder: too many processes'),
    });
  });

  it('records with the next program when the first finds no server', async () => {
    // The ALSA plugin has its server from its own configuration.
    const env = { ...server.env, PULSE_SERVER: 'unix:/nonexistent' };
    const recorder = await recorderOf(['parec', 'arecord'], {}, { env });
    expect(recorder.name).toBe('parec');
    expect((await listen(recorder, { samples: 1000 })).length).toBeGreaterThanOrEqual(1000);
    expect(recorder.name).toBe('arecord');
  });
});

async function withOwnServer(work: (own: AudioServer) => Promise<void>): Promise<void> {
  const own = await startAudioServer();
  try {
    await work(own);
  } finally {
    await own.close();
  }
}

async function untilItBreaks(
  recorder: Recorder,
  breakIt: () => unknown,
): Promise<{ frames: number; error: unknown }> {
  const stop = new AbortController();
  let frames = 0;
  try {
    for await (const frame of recorder.record({ microphone: null, stop: stop.signal })) {
      if (frames === 0) await breakIt();
      frames += frame.length;
    }
    return { frames, error: null };
  } catch (error) {
    return { frames, error };
  }
}
