import fc from 'fast-check';
import { expect, test } from 'vitest';

import { matchExpression, spreadWords } from '../../src/store/search-words.ts';

test.each([
  ['hello', '"hello"*'],
  ['hello wor', '"hello" "wor"*'],
  ['say "NEAR(a b)"', '"say" """NEAR(a" "b)"""*'],
  ['a OR b*', '"a" "OR" "b*"*'],
  ["don't", '"don\'t"*'],
  ['text : -label ^x', '"text" "-label" "^x"*'],
  ['日本', '" 日  本 "*'],
  ['zero\0byte', '"zero" "byte"*'],
])('writes %j as %j', (query, expression) => {
  expect(matchExpression(query, () => null)).toBe(expression);
});

test.each([
  ['Hello', '("hello" OR "hellos")'],
  ['say hello', '"say" AND ("hello" OR "hellos")'],
  ['𞤀 hello', '"𞤀" "hello"*'],
  ['say hel', '"say" "hel"*'],
  ["say hello's", '"say" "hello\'s"*'],
  ['say héllo', '"say" "héllo"*'],
  ['say unheard', '"say" "unheard"*'],
])('asks for the known words that end %j: %j', (query, expression) => {
  const known = (start: string) => ['hello', 'hellos'].filter((word) => word.startsWith(start));
  expect(matchExpression(query, known)).toBe(expression);
});

test.each(['', '   ', '"', '***', '()', '😀', '- -'])('finds no word in %j', (query) => {
  expect(matchExpression(query, () => null)).toBeNull();
});

test('refuses a search that would take seconds', () => {
  expect(() => matchExpression('a '.repeat(200), () => null)).toThrow(
    expect.objectContaining({ code: 'invalid_request', message: expect.stringContaining('400') }),
  );
});

test('changes nothing but spaces', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(spreadWords(text).replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }),
  );
});
