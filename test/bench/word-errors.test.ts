import { describe, expect, it } from 'vitest';

import { compareWords, errorRate } from '../../bench/word-errors.ts';

describe('comparing words', () => {
  it.each([
    ['one two three', 'one two three', [0, 0, 0]],
    ['one two three', 'One  two THREE ', [0, 0, 0]],
    ['one two three', 'one too three', [1, 0, 0]],
    ['one two three', 'one three', [0, 1, 0]],
    ['one two three', 'one two or three', [0, 0, 1]],
    ['one two three', '', [0, 3, 0]],
    ['', 'thank you', [0, 0, 2]],
    ['a b c d e f', 'b c x e f g', [1, 1, 1]],
  ])('%j heard as %j has %j wrong, missing and extra', (said, heard, expected) => {
    const { wrong, missing, extra } = compareWords(said, heard);
    expect([wrong, missing, extra]).toEqual(expected);
  });

  it('tells the errors in a hundred words that were said', () => {
    expect(errorRate(compareWords('one two three four', 'one too three four five'))).toBe(50);
  });
});
