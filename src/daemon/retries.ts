import { longestPauseMs } from '../core/retry.ts';
import { asWhisError } from '../protocol/errors.ts';
import type { Session } from '../protocol/session.ts';
import { late } from './late.ts';
import { chooseMeans } from './means.ts';
import type { Parts } from './parts.ts';
import { engineOf, isService } from './same-engine.ts';

/** A session that waits for its next try. */
interface Waiting {
  /** By the clock's `elapsed`. */
  readonly dueAt: number;
  /** How often it was tried by itself. */
  readonly tries: number;
}

/**
 * Tries again, by itself, what no engine could do: when its `retry_at` comes, and as soon as a service
 * has answered again. One after the other, beside the queue. While nothing waits, nothing ticks.
 */
export class Retries {
  readonly #parts: Parts;
  readonly #waiting = new Map<string, Waiting>();
  #timer: NodeJS.Timeout | undefined;
  /** The one that is tried now, and how often it was before. */
  #trying: { readonly id: string; readonly tries: number } | null = null;
  /** The end of that try. */
  #over: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Takes up what waited when the last daemon ended. */
  begin(): void {
    for (const { id, retry_at: at } of this.#failed()) {
      if (at !== null) this.#wait(id, at, 0);
    }
    this.#arm();
  }

  /** A session has come to its end: perhaps it waits now, or its service answers again. */
  settled(session: Session): void {
    const { id, status, engine, retry_at: at } = session;
    this.#waiting.delete(id);
    if (status === 'failed' && at !== null) {
      this.#wait(id, at, this.#trying?.id === id ? this.#trying.tries + 1 : 0);
    }
    if (status === 'done' && isService(engine)) this.#hurry();
    this.#arm();
  }

  /** Lets a person have a session that is tried right now; resolves when they can. */
  async release(id: string): Promise<void> {
    if (this.#trying?.id !== id) return;
    await this.#parts.dictations.leaveAside(id);
    await this.#over;
  }

  /** Tries nothing any more; the next start goes on. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    if (this.#trying) await this.release(this.#trying.id);
  }

  /** All that failed, newest first. */
  *#failed(): Generator<Pick<Session, 'id' | 'retry_at'>> {
    let before: string | null = null;
    do {
      const page = this.#parts.store.list({
        status: 'failed',
        limit: 1000,
        ...(before !== null && { before }),
      });
      yield* page.sessions;
      before = page.next;
    } while (before !== null);
  }

  /** `at`: ISO 8601. A wall clock that was set back makes nobody wait for longer. */
  #wait(id: string, at: string, tries: number): void {
    const { clock } = this.#parts;
    const pauseMs = Math.min(Math.max(Date.parse(at) - clock.now(), 0), longestPauseMs);
    this.#waiting.set(id, { dueAt: clock.elapsed() + pauseMs, tries });
  }

  #hurry(): void {
    const now = this.#parts.clock.elapsed();
    for (const [id, { tries }] of this.#waiting) this.#waiting.set(id, { dueAt: now, tries });
  }

  #arm(): void {
    clearTimeout(this.#timer);
    if (this.#isClosed || this.#trying || this.#waiting.size === 0) return;
    const next = Math.min(...Array.from(this.#waiting.values(), ({ dueAt }) => dueAt));
    const pauseMs = Math.max(next - this.#parts.clock.elapsed(), 0);
    const begin = () => {
      this.#over = this.#tryNext();
    };
    // Rounded up: a timer that fires too soon would only be set again.
    this.#timer = setTimeout(begin, Math.ceil(pauseMs)).unref();
  }

  /** Tries the oldest that is due. Never rejects. */
  async #tryNext(): Promise<void> {
    const now = this.#parts.clock.elapsed();
    const due = [...this.#waiting].filter(([, { dueAt }]) => dueAt <= now);
    // An id begins with the time of its making.
    const [oldest] = due.toSorted(([one], [other]) => (one < other ? -1 : 1));
    if (oldest) {
      const [id, { tries }] = oldest;
      this.#waiting.delete(id);
      this.#trying = { id, tries };
      await this.#try(id, tries);
      this.#trying = null;
    }
    this.#arm();
  }

  async #try(id: string, tries: number): Promise<void> {
    const { log, store, dictations } = this.#parts;
    try {
      const session = store.get(id);
      // Deleted meanwhile, or a person has had it tried again.
      if (session?.status !== 'failed' || session.retry_at === null) return;
      if (dictations.isBusy(id)) return;
      const overrides = engineOf(session, this.#parts.settings());
      const means = late(chooseMeans(this.#parts, id, overrides), tries + 1);
      const left = await dictations.transcribeAside({ draft: session, means });
      if (left?.status !== 'transcribing') return;
      // The daemon ends, or a person wants it at once: it waits as it did before.
      store.save(session);
      this.#wait(id, session.retry_at, tries);
    } catch (thrown) {
      log.write('error', `not tried again: ${asWhisError(thrown).message}`, id);
    }
  }
}
