import { describeGoal, isMet, ratioOf, type Row } from './figure.ts';
import type { Machine } from './machine.ts';
import type { Result } from './table.ts';

/** One whole run: the shape of `docs/bench/latest.json`. */
export interface Report {
  readonly machine: Machine;
  readonly figures: readonly {
    readonly name: string;
    readonly title: string;
    readonly ifMissed?: string;
    readonly rows: readonly ReportedRow[];
  }[];
}

/** A row with what follows from it. */
export interface ReportedRow extends Omit<Row, 'goals'> {
  readonly ratio: number | null;
  readonly goals: readonly { readonly goal: string; readonly met: boolean }[];
}

/** What a whole run has come to. */
export function reportOf(machine: Machine, results: readonly Result[]): Report {
  const figures = results.map(({ figure: { name, title, ifMissed }, rows }) => ({
    name,
    title,
    ...(ifMissed === undefined ? {} : { ifMissed }),
    rows: rows.map((row) => ({
      ...row,
      ratio: ratioOf(row),
      goals: row.goals.map((goal) => ({ goal: describeGoal(goal, row), met: isMet(goal, row) })),
    })),
  }));
  return { machine, figures };
}
