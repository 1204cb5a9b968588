import { describe, expect, it } from 'vitest';

import { append, begin, put, remove } from '../../src/renderer/history/list.ts';
import { markedParts } from '../../src/renderer/history/marked-parts.ts';
import { excerptOf, toRow, type Row } from '../../src/renderer/history/row.ts';
import { sessionOf } from './harness/scene.ts';

const row = (id: string): Row => toRow(sessionOf({ id, text: id }), []);
const ids = ({ rows }: { rows: readonly Row[] }) => rows.map(({ id }) => id).join('');

describe('the list', () => {
  const page = begin('', { rows: [row('h'), row('f'), row('d')], next: '4' });

  it('puts a new session where its id belongs', () => {
    expect(ids(put(page, row('i')))).toBe('ihfd');
    expect(ids(put(page, row('g')))).toBe('hgfd');
  });

  it('puts a changed session into its place', () => {
    expect(ids(put(page, row('f')))).toBe('hfd');
  });

  it('leaves what is older than all that is loaded to a later page', () => {
    expect(ids(put(page, row('a')))).toBe('hfd');
    expect(ids(put({ ...page, next: null }, row('a')))).toBe('hfda');
  });

  it('grows by pages without telling a session twice', () => {
    expect(ids(append(page, { rows: [row('d'), row('b')], next: null }))).toBe('hfdb');
  });

  it('is the same list when what is taken away was not there', () => {
    expect(remove(page, 'x')).toBe(page);
    expect(ids(remove(page, 'f'))).toBe('hd');
  });
});

describe('an excerpt', () => {
  const long = `${'before '.repeat(80)}needle ${'after '.repeat(80)}`;

  it('is the beginning of a text, on one line', () => {
    expect(excerptOf(' one\n\ntwo ', [])).toBe('one two');
    expect(excerptOf(long, [])).toMatch(/^before .*…$/);
  });

  it('is around the word that was searched for', () => {
    expect(excerptOf(long, ['needle'])).toMatch(/^…before .*needle after .*…$/);
  });

  it('never ends in half of a character', () => {
    expect(excerptOf('🦊'.repeat(300), [])).toMatch(/^🦊+…$/u);
  });
});

describe('the marks', () => {
  it.each([
    ['Settings reader', ['read', 'sett'], ['[Sett]', 'ings ', '[read]', 'er']],
    ['a.b', ['.'], ['a', '[.]', 'b']],
    ['nothing', [], ['nothing']],
  ])('of %o and %o are %o', (text, words, expected) => {
    const parts = markedParts(text, words);
    expect(parts.map(({ part, isHit }) => (isHit ? `[${part}]` : part))).toEqual(expected);
  });
});
