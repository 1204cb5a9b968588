import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createWatchdog } from '../../src/audio/watchdog.ts';

describe('a watchdog', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('tells once when nothing came in time', () => {
    const tell = vi.fn<() => void>();
    createWatchdog(tell).expect(1000);
    vi.advanceTimersByTime(999);
    expect(tell).not.toHaveBeenCalled();
    vi.advanceTimersByTime(10_000);
    expect(tell).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('waits anew whenever it is fed', () => {
    const tell = vi.fn<() => void>();
    const watchdog = createWatchdog(tell);
    watchdog.expect(1000);
    for (let fed = 0; fed < 10; fed += 1) {
      vi.advanceTimersByTime(900);
      watchdog.feed();
    }
    expect(tell).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1000);
    expect(tell).toHaveBeenCalledOnce();
  });

  it('lets its timer go when it is closed', () => {
    const watchdog = createWatchdog(() => expect.unreachable());
    watchdog.expect(1000);
    watchdog.close();
    watchdog.feed();
    expect(vi.getTimerCount()).toBe(0);
  });
});
