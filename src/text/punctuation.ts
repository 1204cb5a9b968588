import type { Language } from './languages/language.ts';
import { anyOf, capitalised, plain } from './word.ts';

type Place = 'behind' | 'before' | 'between' | 'joining';

const places = ['behind', 'before', 'between', 'joining'] as const satisfies readonly Place[];

/** Ends a sentence, maybe inside of a quotation or a bracket. */
const endOfSentence = /[.?!]["'”’»)\]]*\s*$/u;

/** So many characters tell what stands before: the whole, looked at for each mark, takes too long. */
const nearby = 20;

/**
 * Writes spoken marks (“comma”, “new line”) as what they mean, with the spaces and capitals that go
 * with them. Marks that the engine has put around their names by itself are taken out. A name behind
 * the language's word for “literal” is a word, and stays; that word goes.
 */
export function writePunctuation(text: string, language: Language): string {
  const marks = new Map(
    places.flatMap((place) =>
      Object.entries(language[place]).map(
        ([name, mark]) => [plain(name), { place, mark }] as const,
      ),
    ),
  );
  const names = Array.from(marks.keys());
  const { literally } = language;
  const pattern = new RegExp(
    `(?<escape>${anyOf([literally])}),?\\s+(?<word>${anyOf([literally, ...names])})|(?<name>${anyOf(names)})[,.;:!?…]*`,
    'giv',
  );
  const page = new Page();
  let spoken = '';
  let from = 0;
  for (const { 0: found, index, groups = {} } of text.matchAll(pattern)) {
    const { escape = '', word = '', name = '' } = groups;
    spoken += text.slice(from, index) + (isCapital(escape) ? capitalised(word) : word);
    from = index + found.length;
    const known = marks.get(plain(name));
    if (!known) continue;
    page.words(spoken);
    page.mark(known, isCapital(name));
    spoken = '';
  }
  page.words(spoken + text.slice(from));
  return page.text;
}

function isCapital(word: string): boolean {
  return /^\p{Lu}/u.test(word);
}

/** What was written so far. */
class Page {
  text = '';
  /** The next words follow without a space. */
  #isTight = true;
  #isCapital = false;
  /** Where the last words begin. */
  #wordsAt = 0;
  /** The last thing was what somebody has said, and may end in a mark of the engine's. */
  #endsInWords = false;

  words(spoken: string): void {
    const words = spoken.replace(/^[^\S\n]+|[^\S\n]+$/g, '');
    if (words === '') return;
    this.#space(words);
    this.#wordsAt = this.text.length;
    this.text += this.#isCapital ? capitalised(words) : words;
    this.#isTight = false;
    this.#isCapital = false;
    this.#endsInWords = true;
  }

  mark({ place, mark }: { place: Place; mark: string }, isCapital: boolean): void {
    const isAtStart = this.text === '' || endOfSentence.test(this.text.slice(-nearby));
    if (place !== 'before') this.#takeBack(mark);
    if (place === 'before' || place === 'between') this.#space(mark);
    // An engine gives its capital to the name of a mark that begins a sentence.
    if (place === 'before' && isAtStart && isCapital) this.#isCapital = true;
    this.text += mark;
    this.#isTight = place === 'before' || place === 'joining';
    this.#endsInWords = false;
    if (place === 'behind') this.#isCapital = this.#beginsSentence(mark);
  }

  /** Takes out what the engine has written where the mark goes now. */
  #takeBack(mark: string): void {
    if (!this.#endsInWords) return;
    const isStop = /[,.?!:;…-]/u.test(mark);
    const words = this.text.slice(this.#wordsAt);
    const kept = words.replace(isStop ? /[\s,.;:!?…]+$/u : /[\s,]+$/u, '');
    this.text = this.text.slice(0, this.#wordsAt) + kept;
  }

  #space(next: string): void {
    const isTight = this.#isTight || next.startsWith('\n') || /(?:^|\n)$/.test(this.text);
    if (!isTight) this.text += ' ';
  }

  #beginsSentence(mark: string): boolean {
    if (endOfSentence.test(this.text.slice(-nearby))) return true;
    // A paragraph begins with a capital, but after “Dear Ms Lee,” the sentence may go on.
    return mark.endsWith('\n\n') && !/[,;:–]\s*$/u.test(this.text);
  }
}
