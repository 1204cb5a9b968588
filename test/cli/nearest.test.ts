import { describe, expect, it } from 'vitest';

import { nearest } from '../../src/cli/nearest.ts';

describe('nearest', () => {
  it.each([
    ['toogle', 'toggle'],
    ['tsop', 'stop'],
    ['stattus', 'status'],
    ['lst', 'list'],
    ['frobnicate', null],
    ['', null],
  ])('finds for %j: %j', (word, found) => {
    expect(nearest(word, ['toggle', 'status', 'stop', 'list', 'last'])).toBe(found);
  });
});
