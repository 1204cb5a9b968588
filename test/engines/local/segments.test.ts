import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { segmentsOf } from '../../../src/engines/local/segments.ts';

describe('segmentsOf', () => {
  it('splits at sentence ends and at pauses', () => {
    const tokens = ['▁Yes', '.', '▁I', '▁do', '▁and', '▁I', "'ll"];
    const timestamps = [0, 0.2, 0.5, 0.7, 2.5, 2.7, 2.8];
    const text = "Yes. I do and I'll";
    expect(segmentsOf({ text, tokens, timestamps }, { start: 10, end: 14 })).toEqual([
      { start_s: 10, end_s: 10.5, text: 'Yes.' },
      { start_s: 10.5, end_s: 11, text: 'I do' },
      { start_s: 12.5, end_s: expect.closeTo(13.1), text: "and I'll" },
    ]);
  });

  it('does not split within a word', () => {
    const recognition = { text: 'see', tokens: [' s', 'e', 'e'], timestamps: [0, 1.5, 3] };
    expect(segmentsOf(recognition, { start: 0, end: 4 })).toHaveLength(1);
  });

  it.each([
    ['no times', { text: ' hello ', tokens: [], timestamps: [] }],
    ['fewer times than tokens', { text: 'hello', tokens: ['hel', 'lo'], timestamps: [0] }],
    ['tokens that are no text', { text: 'hello', tokens: ['Ġh', 'ëllo'], timestamps: [0, 1] }],
  ])('makes one segment of a piece with %s', (_, recognition) => {
    expect(segmentsOf(recognition, { start: 1, end: 3 })).toEqual([
      { start_s: 1, end_s: 3, text: 'hello' },
    ]);
  });

  it('makes none of silence', () => {
    expect(segmentsOf({ text: ' ', tokens: [], timestamps: [] }, { start: 0, end: 9 })).toEqual([]);
  });

  it('keeps every word, in order and within the piece', () => {
    const token = fc.tuple(
      fc.constantFrom('▁a', 'b', '▁c.', '▁', '!', '▁d'),
      fc.float({ min: 0, max: 3, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(token, { minLength: 1 }), (spoken) => {
        const tokens = spoken.map(([text]) => text);
        let at = 0;
        const timestamps = spoken.map(([, pause]) => (at += pause));
        const text = tidy(tokens.join('').replaceAll('▁', ' '));
        const segments = segmentsOf({ text, tokens, timestamps }, { start: 5, end: 5 + at });
        expect(tidy(segments.map((segment) => segment.text).join(' '))).toBe(text);
        let before = 5;
        for (const { start_s: start, end_s: end } of segments) {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(5 + at);
          before = start;
        }
      }),
    );
  });
});

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
