/** What a language calls its marks, and which sounds mean nothing in it. */
export interface Language {
  /** Marks that stand right behind the word before them: `,`, `”`, a line's end. */
  readonly behind: Marks;
  /** Marks that stand right before the word after them: `(`, `“`. */
  readonly before: Marks;
  /** Marks with a space on either side. */
  readonly between: Marks;
  /** Marks that join two words. */
  readonly joining: Marks;
  /**
   * What is said before the name of a mark that is meant as a word, and before itself. “Literal” is
   * Windows Speech Recognition's; the others are their language's word for it. Source: Microsoft,
   * “Inline Dictation commands” (learn.microsoft.com/archive/blogs/tsfaware/inline-dictation-commands).
   */
  readonly literally: string;
  /**
   * Sounds of thinking that are no word of the language: each of their letters may be drawn out. What
   * is a word too (“er” in German, “um” in Portuguese) is missing on purpose.
   */
  readonly fillers: readonly string[];
  /** Some of its most frequent words that its neighbours here do not have. */
  readonly common: readonly string[];
}

/** What is said, in lower case, and what is written for it. */
export type Marks = Readonly<Record<string, string>>;
