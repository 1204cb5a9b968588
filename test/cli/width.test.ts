import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { pad, truncate, truncateStart, widthOf } from '../../src/cli/width.ts';

describe('widths', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['ü', 1],
    ['u\u0308', 1],
    ['日本語', 6],
    ['한국', 4],
    ['🎤', 2],
    ['👩‍👩‍👧', 2],
    ['❤️', 2],
    ['🇩🇪', 2],
    ['\u200b', 0],
  ])('knows the columns of %j: %d', (text, columns) => {
    expect(widthOf(text)).toBe(columns);
  });

  it('cuts and fills to the column, whatever the text', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 30 }), (text, columns) => {
        expect(widthOf(truncate(text, columns))).toBeLessThanOrEqual(Math.max(columns, 1));
        expect(widthOf(pad(text, columns))).toBe(Math.max(columns, widthOf(text)));
      }),
    );
  });

  it('keeps the end of what grows', () => {
    expect(truncateStart('one two three', 9)).toBe('two three');
    expect(truncateStart('one two three', 6)).toBe('three');
    expect(truncateStart('日本語', 5)).toBe('本語');
    expect(truncateStart('abc', 3)).toBe('abc');
    expect(truncateStart('abc', 0)).toBe('');
  });

  it('marks what was cut', () => {
    expect(truncate('日本語', 5)).toBe('日本…');
    expect(truncate('a bc', 3)).toBe('a…');
    expect(truncate('abc', 3)).toBe('abc');
    expect(truncate('abc', 0)).toBe('');
  });
});
