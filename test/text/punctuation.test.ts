import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';

import { languages } from '../../src/text/languages/all.ts';
import type { Language } from '../../src/text/languages/language.ts';
import { writePunctuation } from '../../src/text/punctuation.ts';

const language = (code: string) => languages.get(code) as Language;

describe('writePunctuation', () => {
  it.each([
    ['en', 'hello comma world period how are you question mark', 'hello, world. How are you?'],
    // What the engine has written about the names of the marks goes.
    [
      'en',
      'Hello, comma, world. Period. How are you? Question mark.',
      'Hello, world. How are you?',
    ],
    [
      'en',
      'First point. New line. Second point. New paragraph. Third',
      'First point.\nSecond point.\n\nThird',
    ],
    ['en', 'Dear Ms Lee comma new paragraph it is done full stop', 'Dear Ms Lee,\n\nit is done.'],
    ['en', 'milk new line bread new line', 'milk\nbread\n'],
    [
      'en',
      'he said open quote go on close quote period then he left',
      'he said “go on”. Then he left',
    ],
    ['en', 'Open bracket see below close bracket colon this', '(See below): this'],
    [
      'en',
      'a well hyphen known place dash really exclamation mark',
      'a well-known place – really!',
    ],
    ['en', 'one semicolon two ellipsis three', 'one; two… three'],
    ['en', 'commander periodic colonial hyphenated', 'commander periodic colonial hyphenated'],
    ['en', 'comma', ','],
    // A name that is meant as a word.
    [
      'en',
      'a literal comma comma then the Victorian literal period.',
      'a comma, then the Victorian period.',
    ],
    [
      'en',
      'Literal full stop is two words. Literal, Colon, is one.',
      'Full stop is two words. Colon, is one.',
    ],
    ['en', 'say literal new line question mark', 'say new line?'],
    ['en', 'too literal literal full stop literally done', 'too literal. Literally done'],
    ['en', 'a literal translation', 'a literal translation'],
    ['en', '', ''],
    [
      'de',
      'Liebe Frau Lee Komma neuer Absatz ich komme Punkt bis dann Ausrufezeichen',
      'Liebe Frau Lee,\n\nich komme. Bis dann!',
    ],
    [
      'de',
      'er sagte Doppelpunkt Anführungszeichen auf ja Anführungszeichen zu Klammer auf leise Klammer zu',
      'er sagte: „ja“ (leise)',
    ],
    ['de', 'ein wörtlich Komma Punkt wörtlich Punkt Punkt', 'ein Komma. Punkt.'],
    [
      'fr',
      "ça va point d'interrogation oui point à la ligne à demain point d’exclamation",
      'ça va\u202f? Oui.\nÀ demain\u202f!',
    ],
    [
      'fr',
      'il dit deux points ouvrez les guillemets oui fermez les guillemets',
      'il dit\u00a0: «\u00a0oui\u00a0»',
    ],
    [
      'es',
      'hola coma abrir interrogación qué tal cerrar interrogación bien punto y aparte adiós',
      'hola, ¿qué tal? Bien.\n\nAdiós',
    ],
    [
      'it',
      'ciao virgola come va punto interrogativo a capo bene punto',
      'ciao, come va?\nbene.'.replace('bene', 'Bene'),
    ],
    [
      'pt',
      'olá vírgula tudo bem ponto de interrogação nova linha sim ponto final',
      'olá, tudo bem?\nSim.',
    ],
    [
      'nl',
      'hallo komma hoe gaat het vraagteken nieuwe alinea goed punt',
      'hallo, hoe gaat het?\n\nGoed.',
    ],
  ])('writes in %s %j', (code, said, written) => {
    expect(writePunctuation(said, language(code))).toBe(written);
  });

  it('leaves a text without the name of a mark as it is, but for the spaces around it', () => {
    assert(
      property(string(), (text) => {
        const isNamed =
          /comma|stop|period|mark|point|colon|ellipsis|dot|quote|bracket|parenthesis|line|paragraph|dash|hyphen/i;
        if (isNamed.test(text)) return;
        expect(writePunctuation(text, language('en')).trim()).toBe(text.trim());
      }),
    );
  });

  it.each(Array.from(languages))(
    'writes every name of %s as it is said, where it is meant',
    (_, known) => {
      const { behind, before, between, joining, literally } = known;
      for (const name of [behind, before, between, joining].flatMap((marks) => Object.keys(marks)))
        expect(writePunctuation(`x ${literally} ${name} x`, known)).toBe(`x ${name} x`);
      expect(writePunctuation(`${literally} ${literally}`, known)).toBe(literally);
    },
  );

  it('knows the names of each language’s marks in lower case, and no two the same', () => {
    for (const { behind, before, between, joining, literally } of languages.values()) {
      const marks = [behind, before, between, joining].flatMap((some) => Object.keys(some));
      const names = [literally, ...marks];
      expect(names).toEqual(names.map((name) => name.toLowerCase()));
      expect(new Set(names).size).toBe(names.length);
    }
  });
});
