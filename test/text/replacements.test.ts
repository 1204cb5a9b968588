import { assert, dictionary, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';

import { replaceWords } from '../../src/text/replacements.ts';

describe('replaceWords', () => {
  it.each<[string, Record<string, string>, string]>([
    ['wiz is here, Wiz, WIZ’s', { wiz: 'whis' }, 'whis is here, whis, whis’s'],
    ['wizard lawiz wiz_ wiz1', { wiz: 'whis' }, 'wizard lawiz wiz_ wiz1'],
    ['new york city and new york', { 'new york': 'NY', 'new york city': 'NYC' }, 'NYC and NY'],
    ['New\n York', { 'new york': 'NY' }, 'NY'],
    ['a b', { a: 'b', b: 'a' }, 'b a'],
    ['it costs', { it: '$& $1 $$' }, '$& $1 $$ costs'],
    ['c++ (c)', { 'c++': 'C++', '(c)': '©' }, 'C++ ©'],
    ['über ÜBER überall', { über: 'Uber' }, 'Uber Uber überall'],
    ['東京都に', { 東京: 'Tokyo' }, 'Tokyo都に'],
    ['my signature', { 'my signature': 'Best,\nKim' }, 'Best,\nKim'],
    ['nothing here', { '  ': 'x' }, 'nothing here'],
    ['nothing here', {}, 'nothing here'],
  ])('makes of %j with %j: %j', (text, replacements, replaced) => {
    expect(replaceWords(text, replacements)).toBe(replaced);
  });

  it('finds what only the flag of a pattern takes for the same letter', () => {
    expect(replaceWords('5 \u212a', { k: 'kelvin' })).toBe('5 kelvin');
  });

  it('takes whatever is in the settings, and leaves a text alone in which none of it is', () => {
    assert(
      property(
        string({ unit: 'binary' }),
        dictionary(string({ unit: 'grapheme' }), string()),
        (text, replacements) => {
          const found = Object.keys(replacements).some((heard) =>
            text
              .toLowerCase()
              .normalize('NFKD')
              .includes(heard.trim().toLowerCase().normalize('NFKD')),
          );
          const replaced = replaceWords(text, replacements);
          if (!found) expect(replaced).toBe(text);
        },
      ),
    );
  });

  it('writes a replacement of itself once and for all', () => {
    assert(
      property(string(), (text) => {
        expect(replaceWords(`${text} wiz`, { wiz: 'wiz wiz' })).toMatch(/wiz wiz$/);
      }),
    );
  });
});
