/** Cuts a text where searched words begin and end; all parts together are the text. */
export function markedParts(
  text: string,
  words: readonly string[],
): { readonly part: string; readonly isHit: boolean }[] {
  const wanted = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (wanted.length === 0) return [{ part: text, isHit: false }];
  return text
    .split(new RegExp(`(${wanted.join('|')})`, 'giu'))
    .map((part, index) => ({ part, isHit: index % 2 === 1 }))
    .filter(({ part }) => part !== '');
}
