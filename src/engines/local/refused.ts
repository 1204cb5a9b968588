import { WhisError } from '../../protocol/errors.ts';
import type { Loadable } from './loadable.ts';

/** A model that could not be loaded, and why. */
export interface Refused {
  readonly name: string;
  readonly problem: string;
}

/**
 * The models that could not be loaded. Loading one may take long and end with the death of a process:
 * what has failed once is not tried again as long as its files are the same.
 */
export class RefusedModels {
  readonly #known = new Map<string, Refused>();

  /** Throws `engine_failed` with what was wrong the first time. */
  check({ stamp }: Loadable): void {
    const refused = this.#known.get(stamp);
    if (refused) throw new WhisError('engine_failed', refused.problem);
  }

  has({ stamp }: Loadable): boolean {
    return this.#known.has(stamp);
  }

  add({ name, stamp }: Loadable, { message }: Error): void {
    this.#known.set(stamp, { name, problem: message });
  }

  list(): readonly Refused[] {
    return [...this.#known.values()];
  }

  /** They may be tried again. */
  clear(): void {
    this.#known.clear();
  }
}
