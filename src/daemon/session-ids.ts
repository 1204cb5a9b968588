import { WhisError } from '../protocol/errors.ts';
import type { Session } from '../protocol/session.ts';
import type { Store } from '../store/store.ts';
import type { Dictations } from './dictations.ts';

/** An id may be shortened to its beginning or end, but not further. */
const fewestCharacters = 4;

/** Finds sessions by what people type: an id, a part of one, `last`, `current`. */
export class SessionIds {
  readonly #store: Store;
  readonly #dictations: Dictations;

  constructor(store: Store, dictations: Dictations) {
    this.#store = store;
    this.#dictations = dictations;
  }

  /** Gives the whole id. Throws `no_such_session`, and `invalid_request` where several would do. */
  find(word: string): string {
    if (word === 'last') return this.#newest();
    if (word === 'current') return this.#current();
    if (this.#store.get(word)) return word;
    return only(word, (part) => this.#store.matching(part)) ?? noSuchSession(word);
  }

  /**
   * As `find`, among the sessions whose cancel or delete can be taken back: `last` is the newest of
   * these, and null when there is none.
   */
  findUndoable(word: string): string | null {
    if (word === 'last') return this.#store.undoable()?.session.id ?? null;
    return only(word, (part) => this.#store.matchingUndoable(part));
  }

  /** As `find`, and reads the session. */
  session(word: string): Session {
    const id = this.find(word);
    const session = this.#store.get(id);
    return session ?? noSuchSession(word);
  }

  /** The session that is recorded, else the newest that is transcribed. Throws `not_recording`. */
  active(): string {
    const { capture, queue } = this.#dictations.machine;
    const newest = queue.at(-1);
    return capture.phase === 'none' && newest !== undefined ? newest : this.#current();
  }

  #newest(): string {
    const newest = this.#store.newest();
    if (newest) return newest.id;
    throw new WhisError('no_such_session', 'There is no session yet. Begin one: whis toggle');
  }

  #current(): string {
    const { capture } = this.#dictations.machine;
    if (capture.phase !== 'none') return capture.id;
    throw new WhisError('not_recording', 'Nothing is being recorded. Begin: whis start');
  }
}

/** The one match of a part of an id; null when there is none. */
function only(word: string, matching: (part: string) => string[]): string | null {
  const [first, second] = word.length < fewestCharacters ? [] : matching(word);
  if (second === undefined) return first ?? null;
  throw new WhisError(
    'invalid_request',
    `More than one session is called “${word}”: write more of its id.`,
  );
}

function noSuchSession(word: string): never {
  throw new WhisError(
    'no_such_session',
    `There is no session “${word}”. Those that are there: whis list`,
  );
}
