/** Words of a text, without case and punctuation. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
}

/** How many words must be replaced, added or left out to make one text of the other (Levenshtein). */
export function countWrong(heard: readonly string[], said: readonly string[]): number {
  let row = [0, ...said.map((_, index) => index + 1)];
  for (const [index, word] of heard.entries()) {
    const next = [index + 1];
    for (const [at, wanted] of said.entries()) {
      const replaced = (row[at] ?? 0) + (word === wanted ? 0 : 1);
      next.push(Math.min(replaced, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
