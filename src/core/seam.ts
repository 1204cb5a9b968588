import type { Word } from './words.ts';

/** How many words go, where two texts of sound that overlaps meet. */
export interface Seam {
  /** From the end of the text before. */
  readonly before: number;
  /** From the beginning of the text after. */
  readonly after: number;
}

/** More than anybody says in a second; a search further away would find the same words said twice. */
const wordsPerSecond = 6;

/** At a cut inside of a word both sides can have heard something else: so many words at the most. */
const mostTorn = 2;

/** So many letters of torn words have to agree where no whole word is in both texts. */
const fewestLetters = 3;

/** The words near the seam, as they are compared. */
interface Sides {
  readonly tail: readonly string[];
  readonly head: readonly string[];
}

/**
 * Where two texts meet whose sound overlaps: at the longest run of words that both have. What is
 * beyond it in the text before, and ahead of it in the text after, are words that the cuts have torn. Where nothing is sure, nothing goes: a word too many is better than one too few.
 */
export function findSeam(before: readonly Word[], after: readonly Word[], overlapMs: number): Seam {
  const reach = Math.ceil((overlapMs / 1000) * wordsPerSecond) + mostTorn;
  const tail = before.slice(-reach).map(({ key }) => key);
  const head = after.slice(0, reach).map(({ key }) => key);
  let best: Seam = { before: 0, after: 0 };
  let longest = -1;
  for (const torn of tears) {
    const run = runLength(
      tail.slice(0, Math.max(0, tail.length - torn.before)),
      head.slice(torn.after),
    );
    if (run <= longest || !isSure(run, torn, { tail, head })) continue;
    longest = run;
    // The run's last word is the text after's: only there it is known how the sentence goes on.
    const taken = run > 1 ? 1 : 0;
    best = { before: torn.before + taken, after: torn.after + run - taken };
  }
  return best;
}

/** How many words each side may have lost to its cut, from none on. */
const tears: readonly Seam[] = Array.from({ length: (mostTorn + 1) ** 2 }, (_, index) => ({
  before: index % (mostTorn + 1),
  after: Math.floor(index / (mostTorn + 1)),
}));

/** Length of the longest end of one text with which the other one begins. */
function runLength(tail: readonly string[], head: readonly string[]): number {
  for (let length = Math.min(tail.length, head.length); length > 0; length -= 1) {
    if (tail.slice(-length).every((word, index) => word === head[index])) return length;
  }
  return 0;
}

/** Whether a run speaks for itself, or the torn words fit to those that the other text has there. */
function isSure(run: number, torn: Seam, { tail, head }: Sides): boolean {
  const most = Math.max(torn.before, torn.after);
  if (run > most) return true;
  if (most > 1) return false;
  const begun = torn.before === 0 ? '' : (tail.at(-1) ?? '');
  const ended = torn.after === 0 ? '' : (head[0] ?? '');
  const fits =
    (head[torn.after + run] ?? '').startsWith(begun) &&
    (tail[tail.length - torn.before - run - 1] ?? '').endsWith(ended);
  return fits && (run > 0 || begun.length + ended.length >= fewestLetters);
}
