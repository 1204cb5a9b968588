import { describe, expect, it } from 'vitest';

import { languages } from '../../src/text/languages/all.ts';
import { languageOf } from '../../src/text/languages/guess.ts';

function guess(text: string, language: string | null, ...spoken: string[]): string | null {
  const found = languageOf(text, { language, spoken });
  return Array.from(languages).find(([, known]) => known === found)?.[0] ?? null;
}

describe('languageOf', () => {
  it.each<[string, string | null, string[], string | null]>([
    ['the end', 'de-AT', [], 'de'],
    ['the end', 'ja', ['en'], null],
    ['anything', null, ['pt-BR'], 'pt'],
    ['hello comma world', null, [], 'en'],
    ['das ist nicht gut', null, [], 'de'],
    ['je ne sais pas', null, [], 'fr'],
    ['no es para mí', null, [], 'es'],
    ['non è per te', null, [], 'it'],
    ['não é para você', null, [], 'pt'],
    ['ik heb het niet', null, [], 'nl'],
    ['Komma', null, [], null],
    ['Komma', null, ['nl', 'de'], 'nl'],
    ['the end', null, ['de', 'fr'], null],
    ['', null, [], null],
  ])('takes %j, set to %j, where %j are spoken, for %j', (text, language, spoken, found) => {
    expect(guess(text, language, ...spoken)).toBe(found);
  });
});
