import { durationOfBytes, sampleRateHz } from '../core/wav.ts';
import { readWavFile } from './wav-file.ts';

const fullScale = 32_768;

/** A recording as it is drawn. */
export interface Waveform {
  readonly durationMs: number;
  /** The loudest sample of each part of equal length, 0 to 1, from the beginning to the end. */
  readonly peaks: readonly number[];
}

/** Parts so short that a recording of any length can be drawn in `points` of them. */
const partSamples = sampleRateHz / 50;

/** Reads a WAV file for drawing, in `points` parts or fewer. Throws `invalid_audio`. */
export async function readWaveform(path: string, points: number): Promise<Waveform> {
  const parts: number[] = [];
  let samples = 0;
  for await (const frame of readWavFile(path)) {
    for (const sample of frame) {
      const part = Math.floor(samples / partSamples);
      parts[part] = Math.max(parts[part] ?? 0, Math.abs(sample));
      samples += 1;
    }
  }
  return { durationMs: durationOfBytes(samples * 2), peaks: loudest(parts, points) };
}

function loudest(parts: readonly number[], points: number): number[] {
  const count = Math.min(points, parts.length);
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * parts.length) / count);
    const to = Math.floor(((index + 1) * parts.length) / count);
    const peak = parts.slice(from, to).reduce((most, part) => Math.max(most, part), 0);
    return Math.round((peak / fullScale) * 1000) / 1000;
  });
}
