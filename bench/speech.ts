import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { Frame } from '../src/core/ports.ts';
import { sampleRateHz, wavHeaderBytes } from '../src/core/wav.ts';
import { randomFrom } from '../test/fixtures/random.ts';
import { speakTones } from '../test/fixtures/tones.ts';
import { sentences } from './sentences.ts';

/** Says one sentence, with no more silence around it than a voice has by itself. */
export type Voice = (sentence: string) => Promise<Frame>;

/** What was said, and the words of it. */
export interface Speech {
  readonly samples: Frame;
  readonly text: string;
}

/** How long it is silent between two sentences, in milliseconds. */
export interface Pauses {
  readonly least: number;
  readonly most: number;
}

/** People think for a moment, or for longer. */
const usualPauses: Pauses = { least: 300, most: 1300 };

/** Each letter a tone, as the tone model understands it; there is one for the space between two words. */
export const tones: Voice = (sentence) =>
  Promise.resolve(speakTones(`${sentence} `, { leadMs: 0, tailMs: 0 }));

/** One of flite's voices that pocketsphinx understands: awb, rms. */
export function flite(voice: string): Voice {
  return async (sentence) => {
    const folder = await mkdtemp(join(tmpdir(), 'whis-bench-'));
    try {
      const path = join(folder, 'speech.wav');
      await promisify(execFile)('flite', ['-voice', voice, '-t', `${sentence}.`, '-o', path]);
      const bytes = await readFile(path);
      return new Int16Array(bytes.buffer.slice(bytes.byteOffset + wavHeaderBytes));
    } finally {
      await rm(folder, { recursive: true });
    }
  };
}

/** Whole sentences for at least so long, always the same, with silence before, between and after them. */
export async function speakFor(
  durationMs: number,
  voice: Voice,
  { seed = 1, pauses = usualPauses }: { readonly seed?: number; readonly pauses?: Pauses } = {},
): Promise<Speech> {
  const random = randomFrom(seed);
  const silence = () => {
    const ms = pauses.least + random() * (pauses.most - pauses.least);
    return new Int16Array(Math.round((ms * sampleRateHz) / 1000));
  };
  const parts: Frame[] = [silence()];
  const said: string[] = [];
  let length = 0;
  for (const sentence of sentences(seed)) {
    const spoken = [await voice(sentence), silence()];
    parts.push(...spoken);
    said.push(sentence);
    for (const part of spoken) length += part.length;
    if (length >= (durationMs * sampleRateHz) / 1000) break;
  }
  return { samples: joined(parts), text: said.join(' ') };
}

/** White noise, always the same; `dbfs` is its root mean square. */
export function whiteNoise(durationMs: number, dbfs: number): Frame {
  const random = randomFrom(1);
  // Of numbers that are spread evenly from −1 to 1 it is the root of a third.
  const peak = 32_768 * 10 ** (dbfs / 20) * Math.sqrt(3);
  const length = Math.round((durationMs * sampleRateHz) / 1000);
  return Int16Array.from({ length }, () => Math.round((random() * 2 - 1) * peak));
}

function joined(parts: readonly Frame[]): Frame {
  const whole = new Int16Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
