import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';

import { tidy } from '../../src/text/tidy.ts';

describe('tidy', () => {
  it.each([
    ['  hello   world \n', 'hello world'],
    ['one\n two\t three', 'one\ntwo three'],
    ['one\n\n\n\n\ntwo', 'one\n\ntwo'],
    [' \n\t ', ''],
    ['Straße — 東京', 'Straße — 東京'],
  ])('makes %j fit to be pasted', (raw, text) => {
    expect(tidy(raw)).toBe(text);
  });

  it('changes nothing the second time, and loses nothing but white space', () => {
    assert(
      property(string({ unit: 'binary' }), (raw) => {
        const text = tidy(raw);
        expect(tidy(text)).toBe(text);
        expect(text.replace(/\s/g, '')).toBe(raw.replace(/\s/g, ''));
      }),
    );
  });
});
