import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Retention } from '../../../src/engines/local/retention.ts';

const minute = 60_000;
let letGo = vi.fn<() => void>();

beforeEach(() => {
  vi.useFakeTimers();
  letGo = vi.fn<() => void>();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('what is slow to load', () => {
  it('is let go of some time after the last one who used it', () => {
    const retention = new Retention(5 * minute, letGo);
    const done = [retention.use({ isSpoken: false }), retention.use({ isSpoken: false })];
    done[0]?.();
    vi.advanceTimersByTime(60 * minute);
    expect(letGo).not.toHaveBeenCalled();
    done[1]?.();
    vi.advanceTimersByTime(5 * minute - 1);
    expect(letGo).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(letGo).toHaveBeenCalledOnce();
  });

  it('is let go of at once after a file, if that is wished', () => {
    const retention = new Retention(0, letGo);
    retention.use({ isSpoken: false })();
    vi.advanceTimersByTime(0);
    expect(letGo).toHaveBeenCalledOnce();
  });

  it('stays for who begins to speak, and between the pieces of a dictation, whatever is wished', () => {
    const retention = new Retention(0, letGo);
    const loaded = retention.use({ isSpoken: false });
    retention.warm();
    loaded();
    vi.advanceTimersByTime(9 * minute);
    retention.use({ isSpoken: false })();
    vi.advanceTimersByTime(minute - 1);
    expect(letGo).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(letGo).toHaveBeenCalledOnce();
  });

  it.each([
    ['', false],
    [', though it was warmed up meanwhile', true],
  ])('stays a minute after somebody was heard%s', (_, isWarmed) => {
    const retention = new Retention(0, letGo);
    const spoken = retention.use({ isSpoken: true });
    if (isWarmed) retention.warm();
    vi.advanceTimersByTime(60 * minute);
    spoken();
    vi.advanceTimersByTime(minute - 1);
    expect(letGo).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(letGo).toHaveBeenCalledOnce();
  });

  it('heeds a new wish at once, and sets no timer for what is not there', () => {
    const retention = new Retention(0, letGo);
    retention.afterMs = 5 * minute;
    expect(vi.getTimerCount()).toBe(0);
    retention.use({ isSpoken: false })();
    retention.afterMs = 1;
    vi.advanceTimersByTime(1);
    expect(letGo).toHaveBeenCalledOnce();
    retention.end();
    expect(vi.getTimerCount()).toBe(0);
  });
});
