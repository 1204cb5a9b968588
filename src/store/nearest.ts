/** The candidate that a misspelt word most likely means, or null when none is near. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const tooFar = Math.max(2, Math.floor(word.length / 3)) + 1;
  let best: { candidate: string; distance: number } | null = null;
  for (const candidate of candidates) {
    // `api_key` alone means the only key that ends in it; the whole name wins when both are as near.
    const ending = distance(lastPart(word), lastPart(candidate)) + 0.5;
    const found = Math.min(distance(word, candidate), ending);
    if (found < (best?.distance ?? tooFar)) best = { candidate, distance: found };
  }
  return best?.candidate ?? null;
}

/** Levenshtein's distance: letters to add, remove or replace. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 0; i < one.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < other.length; j += 1) {
      const replaced = (row[j] ?? 0) + (one[i] === other[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

function lastPart(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1);
}
