import { describe, expect, it } from 'vitest';

import { sentences } from '../../bench/sentences.ts';
import { speakFor, tones, whiteNoise } from '../../bench/speech.ts';
import { decibels } from '../../src/core/level.ts';

function some(seed: number, count: number): string[] {
  const all = sentences(seed);
  return Array.from({ length: count }, () => all.next().value);
}

describe('sentences', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(some(1, 50)).toEqual(some(1, 50));
    expect(some(2, 50)).not.toEqual(some(1, 50));
  });

  it('vary', () => {
    const many = some(1, 100);
    expect(new Set(many).size).toBeGreaterThan(95);
    expect(many.join(' ')).toMatch(/^[a-z ]+$/);
  });
});

describe('speaking for a while', () => {
  it('says whole sentences, with silence around each', async () => {
    const spoken: number[] = [];
    const { samples, text } = await speakFor(
      20_000,
      async (sentence) => {
        const said = await tones(sentence);
        spoken.push(said.length);
        return said;
      },
      { pauses: { least: 1000, most: 1000 } },
    );
    expect(text).toBe(some(1, spoken.length).join(' '));
    const silent = (spoken.length + 1) * 16_000;
    expect(samples).toHaveLength(spoken.reduce((sum, length) => sum + length, silent));
    expect(samples.length).toBeGreaterThanOrEqual(20_000 * 16);
    expect(samples.slice(-16_000).every((sample) => sample === 0)).toBe(true);
  });
});

describe('white noise', () => {
  it('is as loud as is asked for', () => {
    const noise = whiteNoise(1000, -45);
    const squares = noise.reduce((sum, sample) => sum + sample * sample, 0);
    expect(noise).toHaveLength(16_000);
    expect(decibels(Math.sqrt(squares / noise.length))).toBeCloseTo(-45, 0);
  });
});
