import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { allowanceOf, deadlineMs } from '../../src/engines/deadline.ts';

describe('allowanceOf', () => {
  it('takes the engine’s own where the settings say nothing', () => {
    const own = { baseMs: 1000, perAudioMs: 0.5 };
    const of = (transcription_seconds: number | null, transcription_per_second: number | null) =>
      allowanceOf({ transcription_seconds, transcription_per_second }, own);
    expect(of(null, null)).toEqual(own);
    expect(of(30, null)).toEqual({ baseMs: 30_000, perAudioMs: 0.5 });
    expect(of(null, 0)).toEqual({ baseMs: 1000, perAudioMs: 0 });
  });
});

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
