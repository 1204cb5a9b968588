import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { sampleRateHz } from '../../../src/core/wav.ts';
import { asFloats, endOfPiece, longestPiece } from '../../../src/engines/local/pieces.ts';

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
  it('scales to −1 to 1, and adds silence up to a second', () => {
    const floats = asFloats(Int16Array.of(-32_768, 16_384));
    expect([...floats.subarray(0, 3)]).toEqual([-1, 0.5, 0]);
    expect(floats).toHaveLength(sampleRateHz);
  });
});
