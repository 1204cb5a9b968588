import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { startMetronome, type Pace } from '../../src/audio/metronome.ts';

/** Time that passes only when it is waited for, and then a little too much, as with real timers. */
function sloppyPace(oversleepMs: () => number): Pace & { advance(ms: number): void } {
  let now = 1000;
  return {
    elapsed: () => now,
    until(moment) {
      now = Math.max(now, moment) + oversleepMs();
      return Promise.resolve();
    },
    advance(ms) {
      now += ms;
    },
  };
}

describe('a metronome', () => {
  it('does not drift, however late its timers are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.integer({ min: 0, max: 90 })), async (late) => {
        const pace = sloppyPace(() => Number(late.next().value));
        const metronome = startMetronome(20, new AbortController().signal, pace);
        for (let beat = 1; beat <= 500; beat += 1) {
          await metronome.beat();
          const behind = pace.elapsed() - 1000 - beat * 20;
          expect(behind).toBeGreaterThanOrEqual(0);
          expect(behind).toBeLessThanOrEqual(90);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('still gives the beats that were due before the stop, and none after it', async () => {
    const stop = new AbortController();
    const pace = sloppyPace(() => 0);
    const metronome = startMetronome(20, stop.signal, pace);
    expect(await metronome.beat()).toBe(true);
    pace.advance(65);
    stop.abort();
    pace.advance(200);
    const beats = [];
    for (let beat = 0; beat < 5; beat += 1) beats.push(await metronome.beat());
    expect(beats).toEqual([true, true, true, false, false]);
  });

  it('does not make up for a suspension', async () => {
    const pace = sloppyPace(() => 0);
    const metronome = startMetronome(20, new AbortController().signal, pace);
    pace.advance(3_600_000);
    await metronome.beat();
    const woken = pace.elapsed();
    await metronome.beat();
    expect(pace.elapsed()).toBe(woken + 20);
  });
});
