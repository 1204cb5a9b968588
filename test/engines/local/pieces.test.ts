import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { sampleRateHz } from '../../../src/core/wav.ts';
import {
  asFloats,
  endOfPiece,
  joinSpeech,
  longestPiece,
} from '../../../src/engines/local/pieces.ts';

describe('endOfPiece', () => {
  it('leaves a short recording whole', () => {
    expect(endOfPiece(new Int16Array(0))).toBe(0);
    expect(endOfPiece(new Int16Array(longestPiece).fill(9))).toBe(longestPiece);
  });

  it('cuts a long one in the middle of a pause, wherever that is in the last 8 seconds', () => {
    const lastStart = longestPiece - sampleRateHz / 2;
    const firstStart = longestPiece - 8 * sampleRateHz;
    fc.assert(
      fc.property(fc.integer({ min: firstStart, max: lastStart }), (start) => {
        const samples = new Int16Array(longestPiece + 1).fill(1000);
        samples.fill(0, start, start + sampleRateHz / 2);
        const end = endOfPiece(samples);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThan(start + sampleRateHz / 2);
      }),
      { numRuns: 20 },
    );
  });

  it('makes some cut where there is no pause', () => {
    const end = endOfPiece(new Int16Array(longestPiece + 1).fill(1000));
    expect(end).toBeGreaterThan(longestPiece / 2);
    expect(end).toBeLessThanOrEqual(longestPiece);
  });
});

describe('asFloats', () => {
  it('scales to −1 to 1, and adds silence up to a length', () => {
    const floats = asFloats(Int16Array.of(-32_768, 16_384), sampleRateHz);
    expect([...floats.subarray(0, 3)]).toEqual([-1, 0.5, 0]);
    expect(floats).toHaveLength(sampleRateHz);
  });
});

describe('joinSpeech', () => {
  const second = sampleRateHz;

  it.each<[string, Array<[number, number]>, Array<[number, number]>]>([
    ['nothing', [], []],
    ['speech with a margin around it', [[10, 12]], [[9.7, 12.3]]],
    ['speech at both ends', [[0, 100]], [[0, 100]]],
    [
      'a short pause, which stays',
      [
        [10, 12],
        [13, 15],
      ],
      [[9.7, 15.3]],
    ],
    [
      'a long pause, which is left out',
      [
        [10, 12],
        [16, 18],
      ],
      [
        [9.7, 12.3],
        [15.7, 18.3],
      ],
    ],
    [
      'more than a recogniser is given at once, which is parted in a pause',
      [
        [10, 30],
        [31, 50],
      ],
      [
        [9.7, 30.3],
        [30.7, 50.3],
      ],
    ],
    [
      'margins that would meet, which do not',
      [
        [10, 30],
        [30.4, 50],
      ],
      [
        [9.7, 30.3],
        [30.3, 50.3],
      ],
    ],
  ])('is right about %s', (_, spoken, joined) => {
    const inSamples = ([from, to]: [number, number]) => ({
      from: Math.round(from * second),
      to: Math.round(to * second),
    });
    expect(joinSpeech(spoken.map(inSamples), 100 * second)).toEqual(joined.map(inSamples));
  });
});
