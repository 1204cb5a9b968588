import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { importAudio } from '../../src/audio/index.ts';
import type { Frame, Programs } from '../../src/core/ports.ts';
import { openPrograms } from '../../src/daemon/programs.ts';
import { openResources } from '../fixtures/open-resources.ts';
import { dominantHertz, joined, onlyPrograms, writeTone } from '../fixtures/sound.ts';

const system = openPrograms({ env: process.env, platform: process.platform });
let folder: string;
let bare: Programs;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whis-import-'));
  bare = await onlyPrograms(folder, []);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function importFrom(
  path: string,
  programs: Programs,
  signal: AbortSignal = new AbortController().signal,
): Promise<Frame> {
  const frames: Frame[] = [];
  await importAudio(path, async (frame) => void frames.push(frame), { programs, signal });
  return joined(frames);
}

/** Puts a shell script in ffmpeg's place. */
async function withFfmpeg(script: string): Promise<Programs> {
  const programs = await mkdtemp(join(folder, 'bin-'));
  await writeFile(join(programs, 'ffmpeg'), `#!/bin/sh\n${script}\n`);
  await chmod(join(programs, 'ffmpeg'), 0o755);
  return openPrograms({
    env: { ...process.env, PATH: `${programs}:${process.env['PATH']}` },
    platform: process.platform,
  });
}

describe('an imported file', () => {
  it('is read by ourselves when it is WAV, whatever its name', async () => {
    const path = await writeTone(join(folder, 'tone'), {
      hertz: 997,
      seconds: 0.5,
      form: ['-t', 'wav', '-r', '48000', '-c', '2', '-b', '24'],
    });
    const samples = await importFrom(path, bare);
    expect(samples).toHaveLength(8000);
    expect(dominantHertz(samples)).toBeCloseTo(997, -1);
  });

  it.each(['flac', 'ogg'])(
    'of type %s says that ffmpeg is needed where it is not',
    async (type) => {
      const path = await writeTone(join(folder, `tone.${type}`));
      await expect(importFrom(path, bare)).rejects.toMatchObject({
        code: 'invalid_audio',
        message: expect.stringMatching(/tone\..*“ffmpeg”.*apt install ffmpeg/u),
      });
    },
  );

  it('is converted by ffmpeg', async ({ skip }) => {
    if (system.find('ffmpeg') === null) return skip('ffmpeg is not installed here');
    for (const type of ['flac', 'ogg', 'aiff']) {
      const path = await writeTone(join(folder, `real.${type}`), {
        hertz: 997,
        form: ['-r', '44100', '-c', '2'],
      });
      expect(dominantHertz(await importFrom(path, system))).toBeCloseTo(997, -1);
    }
  });

  it('comes through a converter whole, and the converter gets what it needs', async () => {
    const path = await writeTone(join(folder, 'whole.flac'), { hertz: 997, seconds: 3 });
    // sox stands in, and writes what it was asked for beside the result.
    const programs = await withFfmpeg(
      `echo "$@" > ${folder}/arguments; exec sox ${path} -r 16000 -c 1 -b 16 -e signed-integer -t raw -`,
    );
    const samples = await importFrom(path, programs);
    expect(samples).toHaveLength(48_000);
    expect(dominantHertz(samples)).toBeCloseTo(997, -1);
    const { stdout } = await promisify(execFile)('cat', [join(folder, 'arguments')]);
    expect(stdout.trim()).toBe(
      `-nostdin -v error -protocol_whitelist file -i file:${path} -vn -sn -dn -ac 1 -ar 16000 -f s16le -`,
    );
  });

  it('quotes the converter that fails, and tells when there is no sound', async () => {
    const path = join(folder, 'diary.wav');
    await writeFile(path, 'dear diary');
    await expect(
      importFrom(path, await withFfmpeg('echo "Invalid data found" >&2; exit 1')),
    ).rejects.toMatchObject({
      code: 'invalid_audio',
      message: expect.stringMatching(/diary\.wav.*Invalid data found/u),
    });
    await expect(importFrom(path, await withFfmpeg('exit 0'))).rejects.toMatchObject({
      code: 'invalid_audio',
      message: expect.stringContaining('no sound'),
    });
  });

  it('ends its converter when it is aborted or cannot be stored', async () => {
    const path = join(folder, 'endless.mp3');
    await writeFile(path, 'endless');
    const programs = await withFfmpeg('exec cat /dev/zero');
    const before = await openResources();
    const cancel = new AbortController();
    const reason = new Error('not any more');
    const aborted = importAudio(path, async () => cancel.abort(reason), {
      programs,
      signal: cancel.signal,
    });
    await expect(aborted).rejects.toBe(reason);
    const full = importAudio(path, () => Promise.reject(new Error('disk full')), {
      programs,
      signal: new AbortController().signal,
    });
    await expect(full).rejects.toThrow('disk full');
    expect(await openResources()).toEqual(before);
  });

  it('is refused with the reason when it is none', async () => {
    const empty = join(folder, 'empty.wav');
    await writeFile(empty, '');
    for (const [path, reason] of [
      [folder, 'it is a folder'],
      [empty, 'it is empty'],
      [join(folder, 'missing.wav'), 'there is no such file'],
      ['/dev/null', 'it is not a regular file'],
    ] as const) {
      await expect(importFrom(path, bare)).rejects.toMatchObject({
        code: 'invalid_audio',
        message: expect.stringContaining(reason),
      });
    }
  });
});
