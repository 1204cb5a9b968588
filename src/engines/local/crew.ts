import type { Loadable } from './loadable.ts';

/** The models that a piece of work needs. */
export interface Crew {
  readonly recogniser: Loadable;
  /** It goes on without these where they cannot be loaded. */
  readonly vad: Loadable | null;
  readonly punctuation: Loadable | null;
  /** How long the loading of each may take. */
  readonly startMs: number;
}

/** In the order of loading: what tells speech takes no time, and somebody speaks already. */
export function inOrder({ vad, recogniser, punctuation }: Crew): Loadable[] {
  return [vad, recogniser, punctuation].filter((model) => model !== null);
}
