import type { Hints } from '../core/ports.ts';
import { primaryLanguage } from './language.ts';

/** The languages to ask for: the one that is set, or those that are spoken; none for any. */
export function languagesOf({ language, languages }: Hints): string[] {
  const codes = (language === null ? languages : [language]).map(primaryLanguage);
  return [...new Set(codes.filter((code) => code !== null))];
}

/** The language to ask a service for that takes one only; null for any. */
export function languageOf(hints: Hints): string | null {
  const [only, ...others] = languagesOf(hints);
  return only !== undefined && others.length === 0 ? only : null;
}

/**
 * How much of a prompt Whisper heeds: 224 tokens, and a name has one for about three bytes. Groq refuses
 * more than 896 characters. Sources: developers.openai.com/cookbook/examples/whisper_prompting_guide
 * and console.groq.com/docs/speech-to-text.
 */
export const whisperPrompt = { count: Infinity, bytes: 224 * 3 };

/**
 * The first words of a list that an engine takes: at most `count`, and at most `bytes` of UTF-8 with
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
