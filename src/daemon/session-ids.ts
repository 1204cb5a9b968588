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
    const matches = word.length < fewestCharacters ? [] : this.#store.matching(word);
    if (matches.length === 1 && matches[0] !== undefined) return matches[0];
    if (matches.length > 1) {
      throw new WhisError(
        'invalid_request',
        `More than one session is called “${word}”: write more of its id.`,
      );
    }
    throw new WhisError(
      'no_such_session',
      `There is no session “${word}”. Those that are there: whis list`,
    );
  }

  /** As `find`, and reads the session. */
  session(word: string): Session {
    const id = this.find(word);
    const session = this.#store.get(id);
    if (session) return session;
    throw new WhisError(
      'no_such_session',
      `There is no session “${word}”. Those that are there: whis list`,
    );
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
