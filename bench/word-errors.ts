/** How the words that were understood differ from those that were said. */
export interface WordErrors {
  /** Words that were said. */
  readonly said: number;
  /** Another word stands in its place. */
  readonly wrong: number;
  readonly missing: number;
  /** Words that nobody has said. */
  readonly extra: number;
}

type Counts = Omit<WordErrors, 'said'>;

/** Compares two texts by as few changes as turn one into the other; case does not matter. */
export function compareWords(said: string, heard: string): WordErrors {
  const [one, other] = [wordsOf(said), wordsOf(heard)];
  // Row by row of the edit distance: what each beginning of the one costs against all of the other.
  let row = Array.from({ length: other.length + 1 }, (_, extra) => counts(0, 0, extra));
  for (const word of one) {
    const next = [better(null, add(row[0], 'missing'))];
    for (const [at, heardWord] of other.entries()) {
      const same = word === heardWord ? (row[at] ?? null) : add(row[at], 'wrong');
      next.push(better(better(same, add(row[at + 1], 'missing')), add(next[at], 'extra')));
    }
    row = next;
  }
  return { said: one.length, ...(row.at(-1) ?? counts(0, 0, 0)) };
}

/** Errors in a hundred words that were said. */
export function errorRate({ said, wrong, missing, extra }: WordErrors): number {
  return (100 * (wrong + missing + extra)) / said;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

function counts(wrong: number, missing: number, extra: number): Counts {
  return { wrong, missing, extra };
}

function add(before: Counts | undefined, what: keyof Counts): Counts {
  const from = before ?? counts(Infinity, 0, 0);
  return { ...from, [what]: from[what] + 1 };
}

function better(one: Counts | null, other: Counts): Counts {
  return one && sum(one) <= sum(other) ? one : other;
}

function sum({ wrong, missing, extra }: Counts): number {
  return wrong + missing + extra;
}
