import { anyOf, plain } from './word.ts';

/**
 * Writes words and phrases as the person wants them: found as words of their own and however they are
 * cased, the longest first, written as given. What was written is not looked at again.
 */
export function replaceWords(text: string, replacements: Readonly<Record<string, string>>): string {
  const entries = Object.entries(replacements).filter(([heard]) => heard.trim() !== '');
  if (entries.length === 0) return text;
  const written = new Map(entries.map(([heard, instead]) => [plain(heard), instead]));
  const pattern = new RegExp(anyOf(entries.map(([heard]) => heard)), 'giv');
  // No way of lowering the case is quite the one of the flag `i`: İ, ẞ and the Kelvin sign.
  const rest = (found: string) =>
    entries.find(([heard]) => new RegExp(`^(?:${anyOf([heard])})$`, 'iv').test(found))?.[1];
  return text.replace(pattern, (found) => written.get(plain(found)) ?? rest(found) ?? found);
}
