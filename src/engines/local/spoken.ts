import type { Hints } from '../../core/ports.ts';
import { primaryLanguage } from '../language.ts';
import type { Manifest } from './manifest.ts';

/** Which languages are spoken, as the settings or a recording say. */
export type Speech = Pick<Hints, 'language' | 'languages'>;

/** The languages that are spoken, by their primary codes; empty for any. */
export function spoken({ language, languages }: Speech): string[] {
  const codes = language === null ? languages : [language];
  return codes.flatMap((code) => primaryLanguage(code) ?? []);
}

/** Whether a model understands one of the languages that are spoken. */
export function understands({ languages }: Manifest, speech: Speech): boolean {
  const codes = spoken(speech);
  return codes.length === 0 || codes.some((code) => languages.includes(code));
}

/** Whether a model understands all of them. */
export function understandsAll({ languages }: Manifest, speech: Speech): boolean {
  return spoken(speech).every((code) => languages.includes(code));
}
