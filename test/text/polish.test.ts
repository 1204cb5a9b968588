import { describe, expect, it } from 'vitest';

import { defaultSettings } from '../../src/store/settings.ts';
import { polish } from '../../src/text/polish.ts';

const text = {
  ...defaultSettings.text,
  remove_fillers: true,
  spoken_punctuation: true,
  replacements: { wiz: 'whis', comma: 'never' },
};

describe('polish', () => {
  it('only tidies up unless something else is set', () => {
    const settings = defaultSettings;
    expect(polish(' um,  hello comma wiz ', { language: 'en', settings })).toBe(
      'um, hello comma wiz',
    );
  });

  it('leaves out fillers, then writes marks, then the person’s own words', () => {
    const settings = { ...defaultSettings, text };
    expect(polish(' Um, hello uh comma  wiz period', { language: 'en', settings })).toBe(
      'Hello, whis.',
    );
  });

  it('leaves a language that it does not know alone, but for the person’s own words', () => {
    const settings = { ...defaultSettings, text };
    expect(polish('um hallå punkt wiz', { language: 'sv', settings })).toBe('um hallå punkt whis');
  });
});
