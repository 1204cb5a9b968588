import { describe, expect, it } from 'vitest';

import { countWrong, wordsOf } from '../../../scripts/demo/words.ts';

describe('the words of the demo', () => {
  it.each([
    ['the words go straight', 'The words go, straight!', 0],
    ['the words go', 'the words go straight', 1],
    ['the word goes straight', 'the words go straight', 2],
    ['so the words go straight', 'the words go straight', 1],
    ['words the go', 'the words go', 2],
    ['', 'the words', 2],
    ['the words', '', 2],
    ['', '', 0],
  ])('“%s” for “%s” has %i wrong', (heard, said, wrong) => {
    expect(countWrong(wordsOf(heard), wordsOf(said))).toBe(wrong);
  });
});
