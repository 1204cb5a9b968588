import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { excerpt } from '../../src/cli/excerpt.ts';

describe('excerpt', () => {
  const shown = (text: string, words: string[]) =>
    excerpt(text, words)
      .map(({ piece, isMatch }) => (isMatch ? `<${piece}>` : piece))
      .join('');

  it('marks words at their beginnings, without regard to case', () => {
    expect(shown('The fox, the Foxes, the outfox', ['fox'])).toBe(
      'The <fox>, the <Fox>es, the outfox',
    );
    expect(shown('Größe zählt', ['größ', 'z'])).toBe('<Größ>e <z>ählt');
  });

  it('is the part around the first match', () => {
    const text = `${'before '.repeat(50)}fox ${'after '.repeat(50)}`;
    const part = shown(text, ['fox']);
    expect(part).toMatch(/^…before .*<fox> after .*…$/);
    expect(part.length).toBeLessThan(220);
  });

  it('keeps every character of a short text, whatever is searched', () => {
    const words = fc.array(fc.string({ unit: 'binary', maxLength: 5 }), { maxLength: 3 });
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), words, (text, words) => {
        const line = text.replace(/\s+/gu, ' ').trim();
        expect(
          excerpt(text, words)
            .map(({ piece }) => piece)
            .join(''),
        ).toBe(line);
      }),
    );
  });
});
