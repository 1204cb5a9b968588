import type { Moments } from '../core/dictation.ts';
import { Turns } from '../core/turns.ts';
import type { Session } from '../protocol/session.ts';
import { Run, type Beginning, type Kept } from './run.ts';

/** How long a session that is told to leave may take to do so. */
const lastMs = 1000;

/** Hears of a session that is over: as it was left, null when nothing was recorded. */
type OnOver = (id: string, session: Session | null) => void;

/** The sessions that are recorded or transcribed now: in a queue, or beside it. */
export class Runs {
  readonly #all = new Map<string, Run>();
  /** Those that go on beside the queue. */
  readonly #aside = new Set<string>();
  readonly #turns = new Turns();
  readonly #onOver: OnOver;

  /** `onOver` is called for each that is over, before those that wait for its end go on. */
  constructor(onOver: OnOver) {
    this.#onOver = onOver;
  }

  /** Whether there is none. */
  get isStill(): boolean {
    return this.#all.size === 0;
  }

  has(id: string): boolean {
    return this.#all.has(id);
  }

  /** A session, in the queue or beside it. */
  get(id: string): Run | undefined {
    return this.#all.get(id);
  }

  /** A session beside the queue. */
  aside(id: string): Run | undefined {
    return this.#aside.has(id) ? this.#all.get(id) : undefined;
  }

  /** Records a new session, and transcribes it when it is its turn. */
  record({ draft, means }: Beginning, tell: Omit<Moments, 'microphone'>): Run {
    const takeTurn = () => this.#turns.take();
    return this.#begin(draft.id, (run) => run.record(draft, { ...means, takeTurn }, tell));
  }

  /** Makes text of what is there already, when it is its turn. */
  transcribe(kept: Kept): Run {
    const takeTurn = () => this.#turns.take();
    return this.#begin(kept.draft.id, (run) => run.transcribe(kept, { ...kept.means, takeTurn }));
  }

  /** Makes text of what is there already, beside the queue. */
  transcribeAside(kept: Kept): Run {
    const takeTurn = () => new Turns().take();
    this.#aside.add(kept.draft.id);
    return this.#begin(kept.draft.id, (run) => run.transcribe(kept, { ...kept.means, takeTurn }));
  }

  /**
   * Gives them `patienceMs` to come to their end unless `hurry` aborts, and leaves the rest for the
   * next start.
   */
  async leave(patienceMs: number, hurry: AbortSignal): Promise<void> {
    await this.#allOver(patienceMs, hurry);
    for (const run of this.#all.values()) run.leave();
    // What cannot be left (a clipboard tool that hangs) is kept already: its text is in the history.
    await this.#allOver(lastMs);
  }

  /** Resolves when all are over, when time is up, or when `hurry` aborts. */
  async #allOver(withinMs: number, hurry?: AbortSignal): Promise<void> {
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, hurry?.aborted ? 0 : withinMs);
    hurry?.addEventListener('abort', () => late.resolve(), { once: true });
    await Promise.race([
      Promise.all([...this.#all.values()].map((run) => run.ended)),
      late.promise,
    ]);
    clearTimeout(timer);
  }

  #begin(id: string, work: (run: Run) => Promise<Session | null>): Run {
    const run = new Run();
    this.#all.set(id, run);
    void work(run).then((session) => {
      this.#all.delete(id);
      this.#aside.delete(id);
      run.end(session);
      this.#onOver(id, session);
    });
    return run;
  }
}
