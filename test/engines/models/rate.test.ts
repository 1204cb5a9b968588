import { describe, expect, it } from 'vitest';

import { Rate } from '../../../src/engines/models/rate.ts';

describe('Rate', () => {
  it('is that of the last seconds, and not told before half a second', () => {
    const rate = new Rate();
    expect(rate.perSecond).toBeNull();
    rate.add(0, 0);
    rate.add(100, 499);
    expect(rate.perSecond).toBeNull();
    rate.add(1000, 500);
    expect(rate.perSecond).toBe(2000);
    for (let at = 1000; at <= 20_000; at += 500) rate.add(1000 + at, at);
    expect(rate.perSecond).toBe(1000);
  });

  it('falls while nothing comes', () => {
    const rate = new Rate();
    rate.add(0, 0);
    rate.add(5000, 1000);
    rate.add(5000, 5000);
    expect(rate.perSecond).toBe(1000);
    rate.add(5000, 11_000);
    expect(rate.perSecond).toBe(0);
  });

  it('begins anew with what is begun anew', () => {
    const rate = new Rate();
    rate.add(0, 0);
    rate.add(5000, 1000);
    rate.add(10, 2000);
    expect(rate.perSecond).toBeNull();
    rate.add(1010, 3000);
    expect(rate.perSecond).toBe(1000);
  });
});
