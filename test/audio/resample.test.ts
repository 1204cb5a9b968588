import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createResampler } from '../../src/audio/resample.ts';

const rates = [
  8000, 11_025, 12_000, 22_050, 24_000, 32_000, 44_100, 44_101, 48_000, 96_000, 192_000,
];

function sine(hertz: number, rate: number, length: number): Float32Array {
  return Float32Array.from({ length }, (_, n) => 0.5 * Math.sin((2 * Math.PI * hertz * n) / rate));
}

function resample(samples: Float32Array, rate: number, cuts: readonly number[] = []): Float32Array {
  const resampler = createResampler(rate);
  const pieces: Float32Array[] = [];
  let at = 0;
  for (const length of [...cuts, samples.length]) {
    pieces.push(resampler.push(samples.subarray(at, at + length)));
    at = Math.min(samples.length, at + length);
  }
  return Float32Array.from([...pieces, resampler.finish()].flatMap((piece) => [...piece]));
}

/** Root mean square in decibels relative to a full-scale square wave. */
function decibels(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length;
  return 10 * Math.log10(power + 1e-20);
}

describe('the resampler', () => {
  it.each(rates)('keeps a sine what it is, from %i Hz', (rate) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 50, max: Math.floor(Math.min(6700, 0.42 * rate)) }),
        (hertz) => {
          const output = resample(sine(hertz, rate, Math.floor(rate / 5)), rate);
          const difference = sine(hertz, 16_000, output.length).map(
            (sample, n) => sample - (output[n] ?? 0),
          );
          // Both ends know nothing of what was before and after.
          expect(decibels(difference.subarray(200, -200))).toBeLessThan(-60);
        },
      ),
      { numRuns: 15 },
    );
  });

  it.each(rates.filter((rate) => rate > 17_000))('lets nothing alias, from %i Hz', (rate) => {
    fc.assert(
      fc.property(fc.integer({ min: 8050, max: Math.floor(rate / 2) }), (hertz) => {
        const output = resample(sine(hertz, rate, Math.floor(rate / 5)), rate);
        expect(decibels(output.subarray(200, -200))).toBeLessThan(-70);
      }),
      { numRuns: 15 },
    );
  });

  it('gives the same whatever the pieces are, and the right length', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...rates),
        fc.integer({ min: 1, max: 5000 }),
        fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 8 }),
        (rate, length, cuts) => {
          const input = sine(440, rate, length);
          const whole = resample(input, rate);
          expect(resample(input, rate, cuts)).toEqual(whole);
          expect(whole).toHaveLength(Math.ceil((length * 16_000) / rate));
        },
      ),
    );
  });

  it('changes nothing at 16 kHz', () => {
    const input = sine(440, 16_000, 1000);
    expect(resample(input, 16_000, [7, 300])).toEqual(input);
  });
});
