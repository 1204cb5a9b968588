import { anyOf } from './word.ts';

/**
 * Writes words and phrases as the person wants them: found as words of their own and however they are
 * cased, the longest first, written as given. What was written is not looked at again.
 */
export function replaceWords(text: string, replacements: Readonly<Record<string, string>>): string {
  // A capturing group for each, since no way of lowering the case is quite the one of the flag `i`.
  const entries = Object.entries(replacements)
    .filter(([heard]) => heard.trim() !== '')
    .toSorted(([one], [other]) => other.length - one.length);
  if (entries.length === 0) return text;
  const pattern = new RegExp(entries.map(([heard]) => `(${anyOf([heard])})`).join('|'), 'giv');
  return text.replace(pattern, (found, ...groups: (string | undefined)[]) => {
    const at = groups.findIndex((group) => group !== undefined);
    return entries[at]?.[1] ?? found;
  });
}
