import type { WhisEvent } from '../../protocol/events.ts';
import type { SessionSummary } from '../../protocol/session.ts';
import { Cell } from '../cell.ts';
import { Latest } from '../latest.ts';
import { sentenceOf, type Ask } from '../refusal.ts';
import { append, begin, emptyList, put, remove, type List, type RowPage } from './list.ts';
import { toRow, wordsOf } from './row.ts';

/** The first page is small, so that it is there at once. */
const firstRows = 40;

/** Later pages are read while the person scrolls towards them. */
const moreRows = 500;

/** Events after which a row shows something else. */
const changesRow: ReadonlySet<WhisEvent['event']> = new Set([
  'session_deleted',
  'session_done',
  'session_restored',
  'session_failed',
  'session_cancelled',
  'session_restarted',
]);

/** Events after which a search may find more. */
const makesHits: ReadonlySet<WhisEvent['event']> = new Set(['session_done', 'session_restored']);

/** The history as far as it is shown: what is loaded, searched for and changed by events. */
export class History {
  readonly list = new Cell<List>(emptyList);
  readonly #ask: Ask;
  readonly #search: Latest<string, RowPage>;
  #isLoadingMore = false;
  /** What was deleted in this window and is not taken back, newest last. */
  #deleted: readonly string[] = [];

  constructor(ask: Ask) {
    this.#ask = ask;
    this.#search = new Latest(
      (query) => this.#load(query, firstRows),
      (outcome) => {
        this.list.set(
          'answer' in outcome
            ? begin(outcome.question, outcome.answer)
            : { ...this.list.value, isLoaded: true, problem: sentenceOf(outcome.thrown) },
        );
      },
    );
  }

  /** Looks for words; all is listed for none. The newest search wins. */
  search(query: string): void {
    this.#search.put(query.trim());
  }

  /** Loads the next page, if there is one. */
  async more(): Promise<void> {
    const { query, next } = this.list.value;
    if (next === null || this.#isLoadingMore) return;
    this.#isLoadingMore = true;
    try {
      const page = await this.#load(query, moreRows, next);
      const list = this.list.value;
      // Meanwhile another search may have begun.
      if (list.query === query && list.next === next) this.list.set(append(list, page));
    } catch (thrown) {
      this.list.set({ ...this.list.value, problem: sentenceOf(thrown) });
    } finally {
      this.#isLoadingMore = false;
    }
  }

  /** The session that was deleted last in this window and is not taken back yet; null for none. */
  get lastDeleted(): string | null {
    return this.#deleted.at(-1) ?? null;
  }

  /** A session was deleted here: it can be taken back. */
  noteDeleted(id: string): void {
    this.#deleted = [...this.#deleted, id];
  }

  /** Keeps what is shown true. */
  follow(event: WhisEvent): void {
    const { session_id: id } = event;
    const { query } = this.list.value;
    if (event.event === 'session_restored')
      this.#deleted = this.#deleted.filter((deleted) => deleted !== id);
    if (event.event === 'session_started' || event.event === 'session_updated') {
      this.#put(event.data.session);
    } else if (id === undefined || !changesRow.has(event.event)) {
      return;
    } else if (event.event === 'session_deleted' && !event.data.audio_only) {
      this.list.set(remove(this.list.value, id));
    } else if (query !== '' && makesHits.has(event.event)) {
      this.#search.put(query);
    } else {
      void this.#readAgain(id);
    }
  }

  /** A search shows what it has found; only a new one finds more. */
  #put(session: SessionSummary): void {
    const { query, rows } = this.list.value;
    if (query === '' || rows.some(({ id }) => id === session.id))
      this.list.set(put(this.list.value, toRow(session, wordsOf(query))));
  }

  async #readAgain(id: string): Promise<void> {
    try {
      const { session } = await this.#ask('get_session', { session_id: id });
      this.#put(session);
    } catch {
      // A dictation in which nothing was heard is not kept.
      this.list.set(remove(this.list.value, id));
    }
  }

  async #load(query: string, limit: number, before?: string): Promise<RowPage> {
    const { sessions, next } = await this.#ask('list_sessions', {
      limit,
      ...(query === '' ? {} : { query }),
      ...(before === undefined ? {} : { before }),
    });
    const words = wordsOf(query);
    return { rows: sessions.map((session) => toRow(session, words)), next };
  }
}
