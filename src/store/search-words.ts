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

/** The text as it goes into the index: each character of an unspaced script is a word of its own. */
export function spreadWords(text: string): string {
  return text.replace(unspaced, ' $& ');
}

/**
 * Writes what a person typed as an FTS5 expression: every word must be there, the last may be a
 * beginning. Each word is quoted, so that nothing in it has a meaning to FTS5. Returns null when
 * there is no word in it, `everything` being the meaning of an empty search only.
 * Throws `invalid_request` for one longer than 256 characters.
 */
export function matchExpression(query: string): string | null {
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
    .filter((word) => /[\p{L}\p{N}\p{Co}]/u.test(word))
    .map((word) => `"${spreadWords(word).replaceAll('"', '""')}"`);
  return words.length === 0 ? null : `${words.join(' ')}*`;
}
