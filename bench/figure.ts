/** One measured comparison: a line of the table and a pair of bars in the chart. */
export interface Row {
  readonly what: string;
  /** Of `ours` and `other`. */
  readonly unit: string;
  readonly ours: number;
  /** Null where there is nothing to compare with. */
  readonly other: number | null;
  /** What `other` is. */
  readonly against: string;
  readonly goals: readonly Goal[];
  /** How many measurements each of the two figures is made of. */
  readonly samples: number;
}

/** What a row has to reach: `ratio` is ours over the other's, `more` ours less the other's. */
export type Goal =
  | { readonly of: 'ratio' | 'more' | 'value'; readonly atMost: number }
  | { readonly of: 'ratio'; readonly atLeast: number };

/** What a figure is given to measure with. */
export interface Bench {
  /** Aborts when the run is interrupted; whatever waits long listens to it. */
  readonly signal: AbortSignal;
  /** How often something is repeated: `count`, or a few times in a quick run. */
  rounds(count: number): number;
  /** How long something goes on, in milliseconds: so long, or a small part of it in a quick run. */
  lasting: (ms: number) => number;
  /** Says how far the figure is, from 0 to 1. Throws the abort reason once the run is interrupted. */
  progress: (done: number) => void;
}

/** Something that is measured: one file each in `figures/`. */
export interface Figure {
  /** As it is typed: `npm run bench -- NAME`. */
  readonly name: string;
  readonly title: string;
  /** Why a goal is not reached, where one is not: what is known about it. Markdown. */
  readonly ifMissed?: string;
  measure(bench: Bench): Promise<readonly Row[]>;
}

/** Ours over the other's; null where there is nothing to divide by. */
export function ratioOf({ ours, other }: Row): number | null {
  return other === null || other === 0 ? null : ours / other;
}

/** Whether a row reaches a goal; compared without a division, so that nothing against nothing does. */
export function isMet(goal: Goal, { ours, other }: Row): boolean {
  if ('atLeast' in goal) return ours >= (other ?? 0) * goal.atLeast;
  if (goal.of === 'ratio') return ours <= (other ?? Infinity) * goal.atMost;
  return (goal.of === 'more' ? ours - (other ?? 0) : ours) <= goal.atMost;
}

/** A goal as people read it: `≤ 1.5 ×`, `≤ +15 ms`. */
export function describeGoal(goal: Goal, { unit }: Row): string {
  if ('atLeast' in goal) return `≥ ${goal.atLeast} ×`;
  if (goal.of === 'ratio') return `≤ ${goal.atMost} ×`;
  return `≤ ${goal.of === 'more' ? '+' : ''}${goal.atMost} ${unit}`;
}
