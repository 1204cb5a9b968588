import { anyOf } from '../word.ts';
import { languages } from './all.ts';
import type { Language } from './language.ts';

/**
 * The language that a text is polished in: the one that was set; where the engine finds out by itself,
 * the one of `spoken` (empty for any) whose words are the most in it. Null for one that is not known
 * here, and where nothing tells it from another; between equals, the one that is named first.
 */
export function languageOf(
  text: string,
  { language, spoken }: { readonly language: string | null; readonly spoken: readonly string[] },
): Language | null {
  if (language !== null) return languages.get(primary(language)) ?? null;
  const possible = spoken.length === 0 ? Array.from(languages.keys()) : spoken.map(primary);
  // With one that is not known here among them, the text may well be in it.
  if (possible.length === 1) return languages.get(possible[0] ?? '') ?? null;
  const counts = possible
    .flatMap((code) => languages.get(code) ?? [])
    .map((candidate) => ({ candidate, count: countWords(text, candidate) }))
    .toSorted((one, other) => other.count - one.count);
  const [first, second] = counts;
  if (!first || first.count === 0) return null;
  const isClear = spoken.length > 0 || first.count > (second?.count ?? 0);
  return isClear ? first.candidate : null;
}

function countWords(text: string, language: Language): number {
  const { behind, before, between, joining, fillers, common } = language;
  const marks = [behind, before, between, joining].flatMap((names) => Object.keys(names));
  const words = new RegExp(anyOf([...marks, ...fillers, ...common]), 'giv');
  return text.match(words)?.length ?? 0;
}

/** `pt` of `pt-BR`. */
function primary(code: string): string {
  return code.split(/[-_]/)[0]?.toLowerCase() ?? '';
}
