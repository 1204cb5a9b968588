/**
 * A character of a word, for a regular expression with the flag `v`: letters with their marks, digits,
 * and the underscore. Scripts that are written without spaces have no boundary to look for: there a
 * word may stand anywhere.
 */
const inWord =
  '[[\\p{L}\\p{M}\\p{N}_]--[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}]]';

const startsInWord = new RegExp(`^${inWord}`, 'v');
const endsInWord = new RegExp(`${inWord}$`, 'v');

/**
 * The source of a regular expression (flags `giv`) that finds one of these phrases as words of their
 * own, the longest that fits; white space inside of one may be any.
 */
export function anyOf(phrases: readonly string[]): string {
  const sorted = phrases.map(spaced).toSorted((one, other) => other.length - one.length);
  // Neighbours share one look at what is beside them: with one for each, a thousand phrases take
  // seconds instead of milliseconds.
  const runs: { edges: string; patterns: string[] }[] = [];
  for (const phrase of sorted) {
    const edges = bounded(phrase, '…');
    const pattern = escape(phrase).replaceAll(' ', '\\s+');
    const last = runs.at(-1);
    if (last?.edges === edges) last.patterns.push(pattern);
    else runs.push({ edges, patterns: [pattern] });
  }
  return runs
    .map(({ edges, patterns }) => edges.replace('…', () => `(?:${patterns.join('|')})`))
    .join('|');
}

/** The source of `pattern`, which stands for `phrase`, with nothing of a word on either side of it. */
export function bounded(phrase: string, pattern: string): string {
  const before = startsInWord.test(phrase) ? `(?<!${inWord})` : '';
  const after = endsInWord.test(phrase) ? `(?!${inWord})` : '';
  return `${before}${pattern}${after}`;
}

/** A phrase as it is looked up: however it was cased and spaced. */
export function plain(phrase: string): string {
  return spaced(phrase).toLowerCase();
}

/** A text whose first letter is a capital. */
export function capitalised(text: string): string {
  return text.replace(/\p{L}/u, (letter) => letter.toUpperCase());
}

function spaced(phrase: string): string {
  return phrase.trim().replace(/\s+/g, ' ');
}

function escape(phrase: string): string {
  return phrase.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
