import type { Hints } from '../../core/ports.ts';
import { primaryLanguage } from '../language.ts';

/** The language to ask for: the one that is set, or the only one that is spoken; null for any. */
export function languageOf({ language, languages }: Hints): string | null {
  const [only] = languages;
  return primaryLanguage(language ?? (languages.length === 1 ? (only ?? null) : null));
}

/**
 * The first words of a list that a service takes: at most `count`, and at most `bytes` of UTF-8 with
 * two more for what stands between them.
 */
export function firstWords(
  words: readonly string[],
  { count, bytes }: { readonly count: number; readonly bytes: number },
): string[] {
  let length = 0;
  const first = words.slice(0, count);
  const end = first.findIndex((word) => (length += Buffer.byteLength(word) + 2) > bytes);
  return end === -1 ? first : first.slice(0, end);
}
