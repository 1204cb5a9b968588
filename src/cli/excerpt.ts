/** A piece of an excerpt; matches are the words that were searched for. */
export interface Piece {
  readonly piece: string;
  readonly isMatch: boolean;
}

const charactersBefore = 40;
const charactersInAll = 200;

/**
 * The part of a text around the first word that matches, on one line, with the matches apart. A
 * word matches at the beginning of a word, without regard to case.
 */
export function excerpt(text: string, words: readonly string[]): Piece[] {
  const line = text.replace(/\s+/gu, ' ').trim();
  const wanted = words.flatMap((word) => word.match(/[\p{L}\p{N}]+/gu) ?? []);
  if (wanted.length === 0) return [{ piece: line.slice(0, charactersInAll), isMatch: false }];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${wanted.join('|')})`, 'giu');
  const first = line.search(pattern);
  const start = first > charactersBefore ? line.lastIndexOf(' ', first - charactersBefore) + 1 : 0;
  const end = start + charactersInAll;
  const part = `${start > 0 ? '…' : ''}${line.slice(start, end)}${end < line.length ? '…' : ''}`;
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of part.matchAll(pattern)) {
    if (match.index > from) pieces.push({ piece: part.slice(from, match.index), isMatch: false });
    pieces.push({ piece: match[0], isMatch: true });
    from = match.index + match[0].length;
  }
  if (from < part.length) pieces.push({ piece: part.slice(from), isMatch: false });
  return pieces;
}
