import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Windows, type Window } from '../../src/core/windows.ts';
import { sound } from '../fixtures/fakes.ts';

const second = 16_000;

/** Whether somebody speaks, window by window. */
function speech(windows: readonly Window[]): boolean[] {
  return windows.map(({ isSpeech }) => isSpeech);
}

describe('the windows of a recording', () => {
  it('are judged by loudness, at first once two seconds of it are known', () => {
    const windows = new Windows();
    expect(windows.add(sound(1900, 0))).toEqual([]);
    expect(speech(windows.add(sound(100, 0)))).toEqual(Array<boolean>(100).fill(false));
    expect(speech(windows.add(sound(40)))).toEqual([true, true]);
    expect(windows.durationMs).toBe(2040);
  });

  it('are given as soon as a detector has told of all of one, and speech in any part is speech', () => {
    const windows = new Windows({ hasDetector: true });
    expect(windows.add(sound(5000, 0))).toEqual([]);
    expect(speech(windows.hear(319, false))).toEqual([]);
    expect(speech(windows.hear(330, true))).toEqual([true]);
    expect(speech(windows.hear(960, false))).toEqual([true, false]);
    expect(speech(windows.hear(960, true))).toEqual([]);
  });

  it('are judged by loudness from where a detector told last', () => {
    const windows = new Windows({ hasDetector: true });
    windows.add(sound(3000));
    windows.add(sound(1000, 0));
    expect(speech(windows.hear(2 * second, false))).toEqual(Array<boolean>(100).fill(false));
    const rest = speech(windows.goByLoudness());
    expect(rest.slice(0, 50)).toContain(true);
    expect(rest.slice(51)).toEqual(Array<boolean>(49).fill(false));
    expect(speech(windows.add(sound(20, 0)))).toEqual([false]);
  });

  it('are each given once, with the same level, whenever a detector tells or is lost', () => {
    const steps = fc.array(
      fc.record({
        ms: fc.integer({ min: 1, max: 700 }),
        isLoud: fc.boolean(),
        toldMs: fc.integer({ min: 0, max: 900 }),
      }),
      { minLength: 1, maxLength: 15 },
    );
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 20 }), (list, lostAt) => {
        const told = new Windows({ hasDetector: true });
        const alone = new Windows();
        const given: Window[] = [];
        const levels: number[] = [];
        let added = 0;
        let until = 0;
        for (const [index, { ms, isLoud, toldMs }] of list.entries()) {
          const frame = sound(ms, isLoud ? 5000 : 0);
          added += frame.length;
          levels.push(...alone.add(frame).map(({ level }) => level));
          given.push(...told.add(frame));
          if (index === lostAt) given.push(...told.goByLoudness());
          if (index >= lostAt) continue;
          until = Math.min(added, until + toldMs * 16);
          given.push(...told.hear(until, isLoud));
          expect(given).toHaveLength(Math.floor(until / 320));
        }
        given.push(...told.end());
        levels.push(...alone.end().map(({ level }) => level));
        expect(given.map(({ level }) => level)).toEqual(levels);
        expect(given).toHaveLength(Math.ceil(added / 320));
      }),
      { numRuns: 50 },
    );
  });
});
