import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { deadlineMs } from '../../src/engines/deadline.ts';

describe('deadlineMs', () => {
  it('adds a fixed part and one that grows with the audio', () => {
    expect(deadlineMs({ baseMs: 1000, perAudioMs: 0.5 }, 3000)).toBe(2500);
  });

  it('is always a time that a timer takes', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(100), fc.nat(), (baseMs, perAudioMs, durationMs) => {
        const limit = deadlineMs({ baseMs, perAudioMs }, durationMs);
        expect(limit).toBeGreaterThanOrEqual(0);
        expect(limit).toBeLessThan(2 ** 31);
      }),
    );
  });
});
