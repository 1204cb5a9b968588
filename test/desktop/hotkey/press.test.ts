import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { modifiers, type Modifier } from '../../../src/desktop/hotkey/accelerator.ts';
import {
  escapeCode,
  PressDetector,
  tickMs,
  type KeyEvent,
  type KeyOrder,
} from '../../../src/desktop/hotkey/press.ts';

const r = 19;
const s = 31;
const ctrl = 29;
const both: readonly Modifier[] = ['ctrl', 'shift'];
const order: KeyOrder = {
  combination: { keycodes: [r], modifiers: both },
  needsRelease: true,
  needsEscape: true,
};

/** An event, or half a second in which there was none. */
type Step = KeyEvent | 'tick';

describe('PressDetector', () => {
  it.each<[string, readonly Step[], string]>([
    ['a press', [down(r, 0), up(r, 50)], 'pressed, released'],
    ['two presses', [down(r, 0), up(r, 50), down(r, 60)], 'pressed, released, pressed'],
    [
      'a held key once',
      [down(r, 0), down(r, 660), down(r, 700), down(r, 740), up(r, 750)],
      'pressed, , , , released',
    ],
    [
      'a modifier that goes up first',
      [down(r, 0), up(ctrl, 40, ['shift']), down(r, 80, ['shift']), up(r, 90, [])],
      'pressed, released, , ',
    ],
    [
      'a press after that',
      [down(r, 0), up(ctrl, 40, []), up(r, 50, []), down(r, 80), up(r, 90)],
      'pressed, released, , pressed, released',
    ],
    ['another key', [down(s, 0), up(s, 10)], ', '],
    ['another key while it is held', [down(r, 0), down(s, 5), up(s, 10)], 'pressed, , '],
    [
      'one more modifier while it is held',
      [down(r, 0), down(56, 5, [...both, 'alt']), up(56, 10), up(r, 20)],
      'pressed, , , released',
    ],
    ['a modifier too few', [down(r, 0, ['ctrl']), up(r, 10, ['ctrl'])], ', '],
    ['a modifier too many', [down(r, 0, [...both, 'alt'])], ''],
    ['other modifiers', [down(r, 0, ['ctrl', 'super'])], ''],
    [
      'modifiers that come while the key is held',
      [down(r, 0, []), down(r, 660, []), down(r, 700, both)],
      ', , ',
    ],
    [
      'a release that nobody heard, at the next press',
      [down(r, 0), down(r, 5_000), up(r, 5_100)],
      'pressed, released+pressed, released',
    ],
    [
      'a release that nobody heard, at the next key of any kind',
      [down(r, 0), down(s, 5_000, []), down(r, 9_000)],
      'pressed, released, pressed',
    ],
    [
      'a release that nobody heard, when the key repeats no more',
      [down(r, 0), down(r, 660), ...ticks(5), 'tick', up(r, 4_000)],
      'pressed, , , , , , released, , ',
    ],
    ['a busy machine', [down(r, 0), down(r, 660), ...ticks(3), down(r, 700)], 'pressed, , , , , '],
    ['a key that does not repeat', [down(r, 0), ...ticks(6)], 'pressed, , , , , , '],
    [
      'a key whose repeating another one has taken over',
      [down(r, 0), down(r, 660), down(s, 700), ...ticks(6), up(r, 4_000)],
      'pressed, , , , , , , , , released',
    ],
    ['a clock that begins anew', [up(r, 4_294_967_000), down(r, 10)], ', pressed'],
    ['escape', [down(escapeCode, 0, []), up(escapeCode, 10, [])], 'escaped, '],
    [
      'a held escape once',
      [down(escapeCode, 0, []), down(escapeCode, 660, []), up(escapeCode, 700, [])],
      'escaped, , ',
    ],
    ['escape with a modifier', [down(escapeCode, 0, ['ctrl'])], ''],
    [
      'escape while the shortcut is held',
      [down(r, 0), down(escapeCode, 50), up(escapeCode, 60), up(r, 70)],
      'pressed, escaped, , released',
    ],
  ])('judges %s', (_, steps, expected) => {
    expect(judge(new PressDetector(order), steps)).toBe(expected);
  });

  it('tells no release and no escape that nobody wants', () => {
    const detector = new PressDetector({ ...order, needsRelease: false, needsEscape: false });
    expect(judge(detector, [down(r, 0), up(r, 50), down(escapeCode, 60, [])])).toBe('pressed, , ');
    expect(detector.wantsTicks).toBe(false);
  });

  it('hears escape where there is no shortcut', () => {
    const detector = new PressDetector({ ...order, combination: null });
    expect(judge(detector, [down(r, 0), up(r, 10), down(escapeCode, 60, [])])).toBe(', , escaped');
  });

  it('keeps a shortcut that ends in escape apart from escape', () => {
    const combination = { keycodes: [escapeCode], modifiers: ['ctrl'] as const };
    const detector = new PressDetector({ ...order, combination });
    const steps = [
      down(escapeCode, 0, ['ctrl']),
      up(ctrl, 100, []),
      down(escapeCode, 660, []),
      up(escapeCode, 700, []),
      down(escapeCode, 800, []),
    ];
    expect(judge(detector, steps)).toBe('pressed, released, , , escaped');
  });

  it('hears each of the numbers that a key has', () => {
    const combination = { keycodes: [79, 0xee4f], modifiers: [] };
    const detector = new PressDetector({ ...order, combination });
    const steps = [down(79, 0, []), up(79, 10, []), down(0xee4f, 20, []), up(79, 30, [])];
    expect(judge(detector, steps)).toBe('pressed, released, pressed, released');
  });

  it('wants ticks only while the shortcut is held', () => {
    const detector = new PressDetector(order);
    const wants = [down(r, 0), up(r, 50), down(s, 60)].map((event) => {
      detector.hears(event);
      return detector.wantsTicks;
    });
    expect(wants).toEqual([true, false, false]);
  });

  it('tells one release for each press, in turn, whatever is pressed', () => {
    const event = fc.record({
      isDown: fc.boolean(),
      keycode: fc.constantFrom(r, s, ctrl, escapeCode),
      held: fc.subarray([...modifiers]).map((held) => new Set(held)),
      afterMs: fc.constantFrom(1, 40, 700, 3_000),
    });
    fc.assert(
      fc.property(fc.array(fc.oneof(event, fc.constant(null))), (given) => {
        const detector = new PressDetector(order);
        let timeMs = 0;
        const told = given.flatMap((one) => {
          timeMs += one?.afterMs ?? tickMs;
          return one === null ? detector.tick() : detector.hears({ ...one, timeMs });
        });
        const ours = told.filter((signal) => signal !== 'escaped');
        const alternating = ours.map((_, index) => (index % 2 === 0 ? 'pressed' : 'released'));
        expect(ours).toEqual(alternating);
      }),
    );
  });
});

/** What each step means: the signals joined by “+”, the steps by commas. */
function judge(detector: PressDetector, steps: readonly Step[]): string {
  const told = steps.map((step) => (step === 'tick' ? detector.tick() : detector.hears(step)));
  return told.map((signals) => signals.join('+')).join(', ');
}

function ticks(count: number): Step[] {
  return Array.from({ length: count }, () => 'tick' as const);
}

function down(keycode: number, timeMs: number, held: readonly Modifier[] = both): KeyEvent {
  return { isDown: true, keycode, held: new Set(held), timeMs };
}

function up(keycode: number, timeMs: number, held: readonly Modifier[] = both): KeyEvent {
  return { isDown: false, keycode, held: new Set(held), timeMs };
}
