import { describe, expect, it } from 'vitest';

import { Shortcut } from '../../src/core/shortcut.ts';
import { FakeClock } from '../fixtures/fakes.ts';

function shortcut() {
  const clock = new FakeClock();
  return { clock, keys: new Shortcut(clock) };
}

describe('Shortcut', () => {
  it('toggles with each press, and does not care for releases', () => {
    const { keys } = shortcut();
    expect([
      keys.press('toggle', false),
      keys.release('toggle'),
      keys.press('toggle', true),
    ]).toEqual(['toggle', null, 'toggle']);
  });

  it('records while it is held', () => {
    const { clock, keys } = shortcut();
    expect(keys.press('hold', false)).toBe('start');
    clock.pass(50);
    expect(keys.release('hold')).toBe('stop');
    expect(keys.release('hold')).toBeNull();
  });

  it('ends with the next press when a release was missed', () => {
    const { keys } = shortcut();
    keys.press('hold', false);
    expect(keys.press('hold', true)).toBe('stop');
    expect(keys.release('hold')).toBeNull();
  });

  it('tells a tap from a hold', () => {
    const { clock, keys } = shortcut();
    expect(keys.press('tap_or_hold', false)).toBe('start');
    clock.pass(200);
    expect(keys.release('tap_or_hold')).toBeNull();
    expect(keys.press('tap_or_hold', true)).toBe('stop');
    expect(keys.release('tap_or_hold')).toBeNull();
    expect(keys.press('tap_or_hold', false)).toBe('start');
    clock.pass(900);
    expect(keys.release('tap_or_hold')).toBe('stop');
  });
});
