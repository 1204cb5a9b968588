import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Joiner } from '../../src/core/joiner.ts';

/** The text of parts of ten seconds each, of which each begins so much before the last one ends. */
function join(texts: readonly string[], overlapMs = 1500): string {
  const joiner = new Joiner();
  for (const [index, text] of texts.entries()) {
    const fromMs = index * (10_000 - overlapMs);
    joiner.add({ transcript: { text, segments: [] }, fromMs, toMs: fromMs + 10_000 });
  }
  return joiner.transcript.text;
}

describe('Joiner', () => {
  it.each([
    ['as they are, where nothing overlaps', 0, ['one two', 'two three'], 'one two two three'],
    ['with a space', 0, [' Good morning. ', ' Here I am.'], 'Good morning. Here I am.'],
    ['without one where a script has none', 0, ['今日は。', '元気です'], '今日は。元気です'],
    ['past silence', 0, ['one', '', 'two'], 'one two'],
    [
      'at the words that both have',
      1500,
      ['go to the old house', 'the old house is'],
      'go to the old house is',
    ],
    ['at a single one', 1500, ['go to the house', 'house is big'], 'go to the house is big'],
    [
      'whatever its case and punctuation',
      1500,
      ['he saw the old house.', 'Old house, which is'],
      'he saw the old house, which is',
    ],
    ['at words said twice', 1500, ['it is very very', 'very very good'], 'it is very very good'],
    [
      'past a word torn at the end',
      1500,
      ['the quick brown f', 'k brown fox'],
      'the quick brown fox',
    ],
    [
      'past words torn on both sides',
      1500,
      ['see the quick br', 'ck brown fox'],
      'see the quick brown fox',
    ],
    [
      'with all words, where none fits the other text',
      1500,
      ['in the brown old barn', 'round old house there'],
      'in the brown old barn round old house there',
    ],
    [
      'past words heard otherwise at the cuts',
      1500,
      ['I saw the big red both', 'a big red boat there'],
      'I saw the big red boat there',
    ],
    [
      'with all words, where none is in both',
      1500,
      ['one two three', 'four five'],
      'one two three four five',
    ],
    [
      'with all words, where one is in both by chance',
      1500,
      ['to the market', 'the man went'],
      'to the market the man went',
    ],
    [
      'letter by letter, where a script has no spaces',
      1500,
      ['今日は良い天気', '良い天気です'],
      '今日は良い天気です',
    ],
  ])('joins texts %s', (_how, overlapMs, texts, joined) => {
    expect(join(texts, overlapMs)).toBe(joined);
  });

  it('takes no more for the same than can be said in the overlap', () => {
    const text = 'and so on '.repeat(10);
    expect(join([text, text], 1000).split(' ').length).toBeGreaterThanOrEqual(60 - 8);
  });

  it('gives segments the times of the whole recording', () => {
    const joiner = new Joiner();
    const said = (text: string) => ({ text, segments: [{ start_s: 1, end_s: 2, text }] });
    joiner.add({ transcript: said('one'), fromMs: 0, toMs: 5000 });
    joiner.add({ transcript: { text: ' two ', segments: [] }, fromMs: 6000, toMs: 7500 });
    joiner.add({ transcript: { text: '', segments: [] }, fromMs: 7500, toMs: 9000 });
    joiner.add({ transcript: said('three'), fromMs: 10_000, toMs: 11_500 });
    expect(joiner.transcript).toEqual({
      text: 'one two three',
      segments: [
        { start_s: 1, end_s: 2, text: 'one' },
        { start_s: 6, end_s: 7.5, text: 'two' },
        { start_s: 11, end_s: 11.5, text: 'three' },
      ],
    });
  });

  it('takes out of the segments what it takes out of the text', () => {
    const joiner = new Joiner();
    const segment = (text: string) => ({ start_s: 0, end_s: 1, text });
    const first = ['he saw', 'the old house.', 'In'].map(segment);
    joiner.add({
      transcript: { text: 'he saw the old house. In', segments: first },
      fromMs: 0,
      toMs: 10_000,
    });
    const second = ['old house.', 'Inside it was dark'].map(segment);
    joiner.add({
      transcript: { text: 'old house. Inside it was dark', segments: second },
      fromMs: 8500,
      toMs: 20_000,
    });
    const { text, segments } = joiner.transcript;
    expect(text).toBe('he saw the old house. Inside it was dark');
    expect(segments.map((one) => one.text).join(' ')).toBe(text);
  });

  it('joins any text that was heard well, wherever it was cut', () => {
    const word = fc.stringMatching(/^[a-z]{3,8}$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { minLength: 12, maxLength: 30 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (words, at) => {
          const text = words.join(' ');
          // Both cuts in the middle of words, with two whole ones in between.
          const index = 1 + Math.floor(at * (words.length - 6));
          const begin = text.indexOf(` ${words[index]} `) + 2;
          const end = text.indexOf(` ${words[index + 3]} `) + 3;
          expect(join([text.slice(0, end), text.slice(begin)])).toBe(text);
        },
      ),
    );
  });
});
