import { languageOf } from './languages/guess.ts';
import type { Settings } from '../protocol/settings.ts';
import { removeFillers } from './fillers.ts';
import { writePunctuation } from './punctuation.ts';
import { replaceWords } from './replacements.ts';
import { tidy } from './tidy.ts';

/**
 * Makes an engine's text what the settings want of it: without fillers, with spoken marks written, and
 * with the person's own words. What a language has to say to that is left out where it is not known.
 */
export function polish(
  raw: string,
  {
    language: set,
    settings,
  }: {
    /** Language code; null where the engine finds out. */
    readonly language: string | null;
    readonly settings: Pick<Settings, 'text' | 'languages'>;
  },
): string {
  const { remove_fillers: noFillers, spoken_punctuation: isSpoken, replacements } = settings.text;
  let text = tidy(raw);
  const language =
    noFillers || isSpoken ? languageOf(text, { language: set, spoken: settings.languages }) : null;
  if (language && noFillers) text = removeFillers(text, language);
  if (language && isSpoken) text = writePunctuation(text, language);
  return replaceWords(text, replacements);
}
