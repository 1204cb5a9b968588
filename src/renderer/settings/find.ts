import { settingWords } from './setting-words.ts';

/** Everything that a setting can be found by: its words, those of its choices, and its key. */
export function wordsAbout(key: string, places: readonly string[]): string {
  const { label = '', help = '', none = '', unit = '', options = {} } = settingWords[key] ?? {};
  const parts = key.replaceAll(/[._]/g, ' ');
  return [...places, label, help, none, unit, ...Object.values(options), key, parts]
    .join('\n')
    .toLowerCase();
}

/** Whether every word of a query is there, in any order; no query is everywhere. */
export function isFound(words: string, query: string): boolean {
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word));
}
