import { WhisError } from '../../protocol/errors.ts';
import { stampOf, type Loadable } from './loadable.ts';

/** A model that could not be loaded, and why. */
export interface Refused {
  readonly name: string;
  readonly problem: string;
}

interface Known extends Refused {
  readonly files: readonly string[];
  /** Whether it may be tried again though its files are the same. */
  readonly isForgiven: boolean;
}

/**
 * The models that could not be loaded. Loading one may take long and end with the death of a process:
 * what has failed once is not tried again as long as its files are the same, unless it is forgiven.
 */
export class RefusedModels {
  /** By their stamps. */
  readonly #known = new Map<string, Known>();

  /** Throws `engine_failed` with what was wrong the last time, where it is not to be tried again. */
  check(model: Loadable): void {
    const refused = this.#known.get(model.stamp);
    if (refused && this.has(model)) throw new WhisError('engine_failed', refused.problem);
  }

  /** Whether it is not to be tried again. */
  has({ stamp }: Loadable): boolean {
    return this.#known.get(stamp)?.isForgiven === false;
  }

  add({ name, stamp, files }: Loadable, { message }: Error): void {
    this.#known.set(stamp, { name, problem: message, files, isForgiven: false });
  }

  /** It could be loaded. */
  remove({ stamp }: Loadable): void {
    this.#known.delete(stamp);
  }

  /** Those whose files are the same as when they failed. */
  list(): readonly Refused[] {
    for (const [stamp, { files }] of this.#known)
      if (stampOf(files) !== stamp) this.#known.delete(stamp);
    return Array.from(this.#known.values(), ({ name, problem }) => ({ name, problem }));
  }

  /** They may be tried again; until that has gone well, what was wrong is still told. */
  forgive(): void {
    for (const [stamp, refused] of this.#known)
      this.#known.set(stamp, { ...refused, isForgiven: true });
  }
}
