import { describe, expect, it } from 'vitest';

import type { Modifier } from '../../../src/desktop/hotkey/accelerator.ts';
import { PressDetector, type KeyEvent } from '../../../src/desktop/hotkey/press.ts';

const r = 19;
const s = 31;
const both: readonly Modifier[] = ['ctrl', 'shift'];

describe('PressDetector', () => {
  it.each<[string, readonly KeyEvent[], readonly boolean[]]>([
    ['a press', [down(r, 0), up(r, 50)], [true, false]],
    ['two presses', [down(r, 0), up(r, 50), down(r, 60)], [true, false, true]],
    [
      'a held key once',
      [down(r, 0), down(r, 660), down(r, 700), down(r, 740), up(r, 750)],
      [true, false, false, false, false],
    ],
    [
      'a release after the modifiers',
      [down(r, 0), up(r, 40, []), down(r, 80)],
      [true, false, true],
    ],
    ['another key', [down(s, 0), up(s, 10)], [false, false]],
    ['a modifier too few', [down(r, 0, ['ctrl'])], [false]],
    ['a modifier too many', [down(r, 0, ['ctrl', 'shift', 'alt'])], [false]],
    ['other modifiers', [down(r, 0, ['ctrl', 'super'])], [false]],
    [
      'modifiers that come while the key is held',
      [down(r, 0, []), down(r, 660, []), down(r, 700, both)],
      [false, false, false],
    ],
    ['a release that nobody heard', [down(r, 0), down(r, 5_000)], [true, true]],
    ['a clock that begins anew', [up(r, 4_294_967_000), down(r, 10)], [false, true]],
  ])('judges %s', (_, events, expected) => {
    const detector = new PressDetector({ keycodes: [r], modifiers: both });
    expect(events.map((event) => detector.hears(event))).toEqual(expected);
  });

  it('hears each of the numbers that a key has', () => {
    const detector = new PressDetector({ keycodes: [79, 0xee4f], modifiers: [] });
    expect(detector.hears(down(79, 0, []))).toBe(true);
    expect(detector.hears(up(79, 10, []))).toBe(false);
    expect(detector.hears(down(0xee4f, 20, []))).toBe(true);
  });
});

function down(keycode: number, timeMs: number, held: readonly Modifier[] = both): KeyEvent {
  return { isDown: true, keycode, held: new Set(held), timeMs };
}

function up(keycode: number, timeMs: number, held: readonly Modifier[] = both): KeyEvent {
  return { isDown: false, keycode, held: new Set(held), timeMs };
}
