import { WhisError } from '../protocol/errors.ts';

/** The longest search, in UTF-16 units: a phrase's cost grows with its words times the history. */
const longestQuery = 256;

/**
 * Scripts that write no spaces between words: Thai to Myanmar, Khmer, Japanese kana, Han with its
 * extensions. Fixed ranges, not `\p{Script=…}`: the index only lets go of an old text when it is cut
 * exactly as it was when it came in, and a newer Node may know more letters.
 */
const unspaced =
  /[\u0e00-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[\ud840-\ud88f][\udc00-\udfff]/g;

/**
 * A beginning that the index has no list of (it has them of one to three letters, see `search`), in
 * letters that it only makes small. FTS5 reads all places of all words with it before it gives the
 * first; of whole words it reads no more than it gives: 4 to 9 ms become 0.3 to 4 for what is in most
 * of 100,000 sessions.
 */
const longBeginning = /^[a-z0-9]{4,}$/i;

/** The text as it goes into the index: each character of an unspaced script is a word of its own. */
export function spreadWords(text: string): string {
  return text.replace(unspaced, ' $& ');
}

/**
 * Writes what a person typed as an FTS5 expression: every word must be there, the last may be a
 * beginning. Each word is quoted, so that nothing in it has a meaning to FTS5. Returns null when
 * there is no word in it, `everything` being the meaning of an empty search only.
 * `wordsBeginningWith` gives the words of the index that begin so, or null when they are too many to
 * be asked for one by one.
 * Throws `invalid_request` for one longer than 256 characters.
 */
export function matchExpression(
  query: string,
  wordsBeginningWith: (start: string) => readonly string[] | null,
): string | null {
  if (query.length > longestQuery) {
    throw new WhisError(
      'invalid_request',
      `“query” has ${query.length} characters, ${longestQuery} are allowed. Search for fewer words.`,
    );
  }
  // FTS5 reads a zero as the end of the expression. Its tokenizer knows letters, numbers and
  // private use as parts of words; a word without any would be a phrase of nothing.
  const words = query
    .replaceAll('\0', ' ')
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}\p{Co}]/u.test(word));
  const last = words.pop();
  if (last === undefined) return null;
  const others = words.map(quoted).join(' ');
  const beginnings =
    isIndexed(words) && longBeginning.test(last) ? wordsBeginningWith(last.toLowerCase()) : null;
  if (beginnings === null || beginnings.length === 0) return `${others} ${quoted(last)}*`.trim();
  const any = `(${beginnings.map(quoted).join(' OR ')})`;
  return others === '' ? any : `${others} AND ${any}`;
}

/**
 * Whether FTS5 is sure to know a word among these, if there are any. It passes over a phrase in
 * letters that are newer than it, but AND with nothing else than such finds nothing.
 */
function isIndexed(words: readonly string[]): boolean {
  return words.length === 0 || words.some((word) => /[a-z0-9]/i.test(word));
}

function quoted(word: string): string {
  return `"${spreadWords(word).replaceAll('"', '""')}"`;
}
