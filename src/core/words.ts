/** A word of a text, and where it stands there. */
export interface Word {
  /** In small letters and without punctuation, to compare with. */
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

/** Scripts that put no space between words: each of their characters counts as a word. */
const unspaced =
  '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}';

const wordPattern = new RegExp(`[${unspaced}]|[^\\s${unspaced}]+`, 'gu');
const meaning = /[\p{L}\p{M}\p{N}]+/gu;
const endsUnspaced = new RegExp(`[${unspaced}。、！？]$`, 'u');
const beginsUnspaced = new RegExp(`^[${unspaced}]`, 'u');

/** The words of a text in order; punctuation that stands alone is none. */
export function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(wordPattern), (match) => ({
    key: (match[0].normalize('NFKC').toLowerCase().match(meaning) ?? []).join(''),
    from: match.index,
    to: match.index + match[0].length,
  })).filter(({ key }) => key !== '');
}

/** Puts two texts after each other, with a space in between where their script has spaces. */
export function putTogether(before: string, after: string): string {
  const [one, other] = [before.trimEnd(), after.trimStart()];
  if (one === '' || other === '') return one + other;
  return endsUnspaced.test(one) && beginsUnspaced.test(other) ? one + other : `${one} ${other}`;
}
