import { isAbsolute } from 'node:path';

import * as v from 'valibot';

/**
 * The kinds of values that settings and overrides have. The message of each says what is allowed, so
 * that it can end a sentence: “`engine` is "fast"; allowed: auto, local, openai or command.”
 */

/** One of some words. */
export function oneOf<const Words extends readonly string[]>(words: Words) {
  return v.picklist(words, `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`);
}

/** A number within bounds, both included. */
export function numberFrom(lowest: number, highest: number) {
  const message = `a number from ${lowest} to ${highest}`;
  return v.pipe(
    v.number(message),
    v.finite(message),
    v.minValue(lowest, message),
    v.maxValue(highest, message),
  );
}

/** A whole number within bounds, both included. */
export function integerFrom(lowest: number, highest: number) {
  const message = `a whole number from ${lowest} to ${highest}`;
  return v.pipe(
    v.number(message),
    v.safeInteger(message),
    v.minValue(lowest, message),
    v.maxValue(highest, message),
  );
}

/** A switch. */
export function yesOrNo() {
  return v.boolean('true or false');
}

/** A text of one line that says something, up to 200 characters. */
export function lineOfText() {
  return matching(/^(?=.*\S)\P{Cc}{1,200}$/u, 'a text of one line, 1 to 200 characters');
}

/** A path from the root. */
export function absolutePath() {
  const message = 'an absolute path';
  return v.pipe(
    v.string(message),
    v.check((path) => isAbsolute(path) && !path.includes('\0'), message),
  );
}

/** A language code as engines take it. It is put into command lines: it never begins with a dash. */
export function languageCode() {
  const message = 'a language code such as en or pt-BR';
  return v.pipe(
    code(message),
    v.check((word) => languageOf(word) !== null, message),
  );
}

/** A language code, or `auto`, of which it makes null. */
export function languageOrAuto() {
  return v.pipe(code('a language code such as en or pt-BR, or auto'), v.transform(languageOf));
}

/** The language that a word asks for: null for `auto`, which lets the engine find out. */
export function languageOf(word: string): string | null {
  return word.toLowerCase() === 'auto' ? null : word;
}

/** The name of a model: of one on a server (which may have slashes) or of a folder. Never a way out of it. */
export function modelName() {
  return matching(
    /^(?!.*\.\.)[A-Za-z0-9][\w.:@+/-]{0,199}$/,
    'the name of a model: letters, digits and . _ - : @ + /',
  );
}

/** Where text goes; none at all is allowed too. */
export function outputs() {
  const message = 'a list of clipboard, paste, type, stdout and file:/ABSOLUTE/PATH';
  const isOutput = (word: string) =>
    ['clipboard', 'paste', 'type', 'stdout'].includes(word) ||
    (word.startsWith('file:') && isAbsolute(word.slice(5)) && !word.includes('\0'));
  return v.pipe(
    v.array(v.pipe(v.string(message), v.check(isOutput, message)), message),
    v.maxLength(16, message),
  );
}

/** A text that a pattern fits. */
export function matching(pattern: RegExp, message: string) {
  return v.pipe(v.string(message), v.regex(pattern, message));
}

/** The shape of a language code, which the word `auto` has, too. */
function code(message: string) {
  return matching(/^[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8}){0,3}$/, message);
}
