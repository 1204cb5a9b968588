import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { redact } from '../../../src/engines/services/redact.ts';

const keys = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', 'd', 'X', 'Y', '0', '1', '8', '_', '-'),
  minLength: 12,
  maxLength: 60,
});
const words = fc.string({ unit: 'grapheme', maxLength: 40 });

describe('redact', () => {
  it('leaves eight characters of a key in a row in no text', () => {
    fc.assert(
      fc.property(keys, words, words, fc.nat(), (key, before, after, place) => {
        const at = place % (key.length - 8);
        const told = redact(`${before}${key}${after}${key.slice(at, at + 8)} ${before}`, key);
        for (let from = 0; from + 8 <= key.length; from++)
          expect(told).not.toContain(key.slice(from, from + 8));
      }),
    );
  });

  it('leaves a text alone that has no key in it', () => {
    fc.assert(
      fc.property(words, (text) => {
        expect(redact(text, 'a key that no text has in it')).toBe(text);
      }),
    );
  });

  it.each([
    ['Bearer key-123 is wrong', 'key-123', 'Bearer [key] is wrong'],
    ['provided: sk-proj-********cdef.', null, 'provided: [key]'],
    ['nothing here', '', 'nothing here'],
  ])('makes of %j with key %j %j', (text, key, told) => {
    expect(redact(text, key)).toBe(told);
  });
});
