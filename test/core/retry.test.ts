import { describe, expect, it } from 'vitest';

import { isWorthWaiting, retryAt } from '../../src/core/retry.ts';
import { errorCodes, type ErrorCode } from '../../src/protocol/errors.ts';

const now = Date.UTC(2026, 10, 20, 10);

describe('retryAt', () => {
  it('waits half a minute, twice as long each time, a quarter of an hour at most', () => {
    const pauses = [0, 1, 2, 3, 4, 5, 6, 2000].map((tries) => {
      const at = retryAt('engine_unreachable', { now, tries });
      return (Date.parse(at ?? '') - now) / 1000;
    });
    expect(pauses).toEqual([30, 60, 120, 240, 480, 900, 900, 900]);
  });

  it('waits for what time may mend, and for nothing else', () => {
    const codes = Object.keys(errorCodes) as ErrorCode[];
    expect(codes.filter(isWorthWaiting)).toEqual(['engine_timeout', 'engine_unreachable']);
    for (const code of codes) {
      expect(retryAt(code, { now, tries: 0 }) !== null).toBe(isWorthWaiting(code));
    }
  });
});
