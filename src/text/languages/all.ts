import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { it } from './it.ts';
import type { Language } from './language.ts';
import { nl } from './nl.ts';
import { pt } from './pt.ts';

/** The languages whose marks and fillers are known, by their code. */
export const languages: ReadonlyMap<string, Language> = new Map(
  Object.entries({ en, de, fr, es, it, pt, nl }),
);
