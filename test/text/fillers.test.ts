import { assert, constantFrom, array, property } from 'fast-check';
import { describe, expect, it } from 'vitest';

import { removeFillers } from '../../src/text/fillers.ts';
import { languages } from '../../src/text/languages/all.ts';
import type { Language } from '../../src/text/languages/language.ts';

const language = (code: string) => languages.get(code) as Language;

describe('removeFillers', () => {
  it.each([
    ['en', "Um, I think, uh, that's it.", "I think that's it."],
    ['en', 'So, um, I went to the, uh, store.', 'So I went to the store.'],
    ['en', 'It was good, umm.', 'It was good.'],
    ['en', 'It was good, uhhh', 'It was good'],
    ['en', 'Right. Um. Yes.', 'Right. Yes.'],
    ['en', 'Right. Um, yes.', 'Right. Yes.'],
    ['en', 'I went, um then I came', 'I went, then I came'],
    ['en', 'I… uh… think', 'I… think'],
    ['en', 'um uh hello', 'hello'],
    ['en', 'one\num two', 'one\ntwo'],
    ['en', '“Um, yes,” she said', '“Yes,” she said'],
    ['en', 'Uh-huh, the umbrella and the drum hum', 'Uh-huh, the umbrella and the drum hum'],
    ['en', 'Um.', ''],
    // Brackets of nothing else go, and what stands before a bracket's end keeps no comma.
    ['en', 'I went (um) home', 'I went home'],
    ['en', 'I went (um, uh…) home [uh].', 'I went home.'],
    ['en', '(Um) yes (uh). No', 'Yes. No'],
    ['en', 'It is (um, I think, um) fine (well, uh)', 'It is (I think) fine (well)'],
    ['en', '“Well, um,” she said, um “yes”', '“Well,” she said, “yes”'],
    // Who quotes one means it.
    ['en', 'She said “um” and "uh," and um, left', 'She said “um” and "uh," and left'],
    ['en', '“Um,” she said. "Yes" um "no"', '“Um,” she said. "Yes" "no"'],
    ['fr', 'Il a dit «\u00a0euh…\u00a0» et voilà', 'Il a dit «\u00a0euh…\u00a0» et voilà'],
    ['de', 'Ähm, ich komme äh um neun.', 'Ich komme um neun.'],
    ['fr', 'Je suis, euh, là.', 'Je suis là.'],
    ['es', 'Bueno, ehm, sí.', 'Bueno sí.'],
    ['it', 'Ehm, va bene.', 'Va bene.'],
    ['pt', 'Um dia, hã, talvez.', 'Um dia talvez.'],
    ['nl', 'Nou eh ik weet het niet.', 'Nou ik weet het niet.'],
  ])('leaves out of %s %j what means nothing', (code, said, left) => {
    expect(removeFillers(said, language(code))).toBe(left);
  });

  it('keeps every other word, in order', () => {
    const words = array(constantFrom('yes', 'Drum', 'um', 'uh,', 'Um.', 'no.', 'umber', 'well,'));
    const others = (text: string) => text.toLowerCase().match(/\b(?:yes|drum|no|umber|well)\b/g);
    assert(
      property(words, (said) => {
        const text = said.join(' ');
        const left = removeFillers(text, language('en'));
        expect(others(left)).toEqual(others(text));
        expect(left).not.toMatch(/\b(?:um|uh)\b| {2}|^[\s,]|\s$/i);
      }),
    );
  });
});
