import type { Traced } from './trace.ts';

/** What was measured; milliseconds. */
export interface Measured {
  /** From the page's start to the frame in which its first rows were painted, one for each round. */
  readonly full: readonly number[];
  /** The same for what an empty history shows. */
  readonly empty: readonly number[];
  /** Scrolling through 200 windows' heights. */
  readonly scroll: Traced;
  /** Typing three words into the search field, one letter after the other. */
  readonly search: Traced;
}
