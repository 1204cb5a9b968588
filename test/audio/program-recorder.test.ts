import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { programSource } from '../../src/audio/program-recorder.ts';
import { recordFrom } from '../../src/audio/recording.ts';
import type { RecordingProgram } from '../../src/audio/recording-programs.ts';
import type { Frame } from '../../src/core/ports.ts';
import { openPrograms } from '../../src/daemon/programs.ts';
import { joined } from '../fixtures/sound.ts';

const programs = openPrograms({ env: process.env, platform: process.platform });
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whis-program-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** A shell script in a recording program's place, stopped after its first frame. */
async function hear(script: string, microphone: string | null = null): Promise<Frame> {
  const path = join(folder, 'recorder.sh');
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  const program: RecordingProgram = {
    name: 'script',
    argv: () => [path],
    unknownMicrophone: null,
    moved: null,
    chatter: /^ALSA lib /,
    list: () => Promise.resolve([{ name: 'known', description: '', is_default: true }]),
  };
  const stop = new AbortController();
  const frames: Frame[] = [];
  const recording = recordFrom([programSource(program, programs)], {
    microphone,
    stop: stop.signal,
    deadlines: { firstFrameMs: 5000, stallMs: 5000 },
    onOpened: () => stop.abort(),
  });
  for await (const frame of recording) frames.push(frame);
  return joined(frames);
}

/** What is said when it opens no microphone. */
const complaint = (script: string) => hear(script).catch(({ message }: Error) => message);

const untilTold = 'while :; do sleep 0.01; done';

describe('a recording program', () => {
  it('is still heard to its last sample when it is told to stop', async () => {
    const heard = await hear(`trap 'printf cdef; exit 0' TERM; printf ab; ${untilTold}`);
    expect(Buffer.from(heard.buffer).toString()).toBe('abcdef');
  });

  it('is put together again where a sample was split between two reads', async () => {
    const heard = await hear(
      `trap 'printf c; sleep 0.05; printf def; exit' TERM; printf ab; ${untilTold}`,
    );
    expect(Buffer.from(heard.buffer).toString()).toBe('abcdef');
  });

  it('is killed when it does not stop, and what it wrote is kept', async () => {
    const heard = await hear(`trap '' TERM; printf abcd; ${untilTold}`);
    expect(Buffer.from(heard.buffer).toString()).toBe('abcd');
  });

  it('is stopped in time even when it goes on writing', async () => {
    const heard = await hear(`trap '' TERM; while :; do printf abcd; sleep 0.01; done`);
    expect(heard.length).toBeGreaterThan(0);
  });

  it('is quoted when it fails', async () => {
    await expect(hear('echo "the microphone is muted" >&2; exit 3')).rejects.toMatchObject({
      code: 'microphone_unavailable',
      message: expect.stringContaining('script: the microphone is muted'),
    });
    await expect(hear('exit 0')).rejects.toMatchObject({ code: 'microphone_unavailable' });
  });

  it('is not started for a name that it would ignore', async () => {
    await expect(hear('printf ab', 'unknown')).rejects.toMatchObject({
      code: 'microphone_unavailable',
      message: expect.stringContaining('“unknown”'),
    });
    expect(await hear(`printf ab; ${untilTold}`, 'known')).toHaveLength(1);
  });

  it('is not started any more when its deadline has passed while its list hung', async () => {
    const opened: string[] = [];
    let isCancelled = false;
    const hanging: RecordingProgram = {
      name: 'hanging',
      argv: () => ['false'],
      unknownMicrophone: null,
      moved: null,
      chatter: null,
      list: (_, cancel) =>
        new Promise((_resolve, reject) => {
          cancel?.addEventListener('abort', () => {
            isCancelled = true;
            reject(new Error('cancelled'));
          });
        }),
    };
    const next: RecordingProgram = {
      ...hanging,
      argv: () => {
        opened.push('next');
        return ['false'];
      },
      unknownMicrophone: /never/u,
    };
    const sources = [hanging, next].map((program) => programSource(program, programs));
    const recording = recordFrom(sources, {
      microphone: 'any',
      stop: new AbortController().signal,
      deadlines: { firstFrameMs: 50, stallMs: 50 },
      onOpened: () => opened.push('opened'),
    });
    await expect(recording.next()).rejects.toMatchObject({ code: 'microphone_unavailable' });
    expect(isCancelled).toBe(true);
    await new Promise((resolve) => setImmediate(resolve));
    expect(opened).toEqual([]);
  });

  it('is quoted without the trace of ALSA’s library', async () => {
    const trace = "ALSA lib confmisc.c:855:(parse_card) cannot find card '0'";
    const script = `echo "${trace}" >&2; echo 'arecord: audio open error' >&2; exit 1`;
    expect(await complaint(script)).toContain('(script: arecord: audio open error)');
  });
});
