import { describe, expect, it } from 'vitest';

import { clock, localTime, span, when } from '../../src/cli/time.ts';

describe('times', () => {
  it.each([
    [0, '0:00'],
    [7999, '0:07'],
    [61_000, '1:01'],
    [3_723_000, '1:02:03'],
  ])('shows %d ms as %s on a clock', (milliseconds, shown) => {
    expect(clock(milliseconds)).toBe(shown);
  });

  it.each([
    [-3, '0 s'],
    [59.4, '59 s'],
    [60, '1 min'],
    [3599, '59 min'],
    [7200, '2 h'],
    [200_000, '2 days'],
  ])('tells %d s as %s', (seconds, told) => {
    expect(span(seconds)).toBe(told);
  });

  const now = Date.UTC(2026, 10, 20, 10);
  it.each([
    ['2026-11-20T09:59:58.000Z', 'just now'],
    ['2026-11-20T10:00:30.000Z', 'just now'],
    ['2026-11-20T09:57:00.000Z', '3 min ago'],
    ['2026-11-19T11:00:00.000Z', '23 h ago'],
    ['2026-11-01T10:00:00.000Z', localTime(Date.UTC(2026, 10, 1, 10))],
    ['2027-11-01T10:00:00.000Z', localTime(Date.UTC(2027, 10, 1, 10))],
    ['no time', 'no time'],
  ])('says of %s: %s', (at, said) => {
    expect(when(at, now)).toBe(said);
  });
});
