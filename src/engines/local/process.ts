import type { Exit, RunningModule } from '../../core/ports.ts';
import { death, failure, letGo, timeout, type Stage } from './failures.ts';
import { parseAnswer, taskOf, type Answer, type Order, type Part, type Task } from './messages.ts';

/** A line to the child about one task. */
export interface Line {
  send(order: Order): void;
  /** Nobody listens any more. */
  close(): void;
}

/** What is being done, for messages, and how long it may take. */
export interface Errand {
  /** Name of the model. */
  readonly model: string;
  readonly stage: Stage;
  readonly deadlineMs: number;
  /** Ends the child, since what runs in it cannot be interrupted. */
  readonly cancel?: AbortSignal;
}

/** The parent's side of the engine's child: tells its answers apart, and ends it when it hangs. */
export class EngineProcess {
  /** What is loaded in it, by role. */
  readonly loaded = new Map<Part['role'], string>();
  /** How it ended, once it has. */
  exit: Exit | null = null;
  isEnding = false;
  readonly exited: Promise<Exit>;
  readonly #module: RunningModule;
  readonly #lines = new Map<number, (answer: Answer | null) => void>();
  readonly #waiting = new Set<() => void>();
  #lastId = 0;
  #isLetGo = false;

  constructor(module: RunningModule) {
    this.#module = module;
    module.onMessage((message) => {
      const id = taskOf(message);
      // An answer that nobody waits for is late, or was never asked for.
      if (id !== null) this.#lines.get(id)?.(parseAnswer(message));
    });
    this.exited = module.exited.then((exit) => {
      this.exit = exit;
      for (const listener of this.#waiting) listener();
      return exit;
    });
  }

  /**
   * Calls back once it has ended; returns what takes that back. (The promise `exited` would remember
   * each piece of work that has ever waited for it.)
   */
  whenEnded(listener: () => void): () => void {
    if (this.exit) listener();
    this.#waiting.add(listener);
    return () => void this.#waiting.delete(listener);
  }

  /** Opens a line: `listener` gets its answers, null for one that is none. */
  open(listener: (answer: Answer | null) => void): Line {
    const id = ++this.#lastId;
    this.#lines.set(id, listener);
    return {
      send: (order) => this.#module.send({ ...order, id } satisfies Task),
      close: () => void this.#lines.delete(id),
    };
  }

  /**
   * Asks, and waits for the answer. Throws `engine_timeout`, `engine_failed` when the child ends or
   * says no, and the abort reason when `cancel` aborts; but for a mere no, the child is ended then.
   */
  async ask(order: Order, errand: Errand): Promise<Answer> {
    const { model, stage, deadlineMs, cancel } = errand;
    cancel?.throwIfAborted();
    const answered = Promise.withResolvers<Answer | null | undefined>();
    const line = this.open(answered.resolve);
    const forget = this.whenEnded(() => answered.resolve(undefined));
    let isLate = false;
    const stop = () => void this.kill();
    const deadline = setTimeout(() => {
      isLate = true;
      stop();
    }, deadlineMs);
    cancel?.addEventListener('abort', stop, { once: true });
    try {
      line.send(order);
      const answer = await answered.promise;
      cancel?.throwIfAborted();
      if (isLate) throw timeout(model, stage, deadlineMs);
      if (answer === undefined) throw this.lost(errand);
      if (!answer) await this.kill();
      return this.checked(answer, errand);
    } finally {
      clearTimeout(deadline);
      forget();
      cancel?.removeEventListener('abort', stop);
      line.close();
    }
  }

  /** The answer, unless it is none or a no: throws `engine_failed` then. */
  checked(answer: Answer | null, { model, stage }: Pick<Errand, 'model' | 'stage'>): Answer {
    if (!answer)
      throw failure(model, stage, 'its process answered something that is no transcript');
    if ('problem' in answer) throw failure(model, stage, answer.problem);
    return answer;
  }

  /** Why nothing comes any more from a child that has ended. */
  lost({ model, stage }: Pick<Errand, 'model' | 'stage'>): Error {
    const unknown: Exit = { code: null, signal: null, stderr: '' };
    return this.#isLetGo ? letGo(model) : death(model, stage, this.exit ?? unknown);
  }

  /** Ends it since it is not needed any more; what still runs in it fails with that reason. */
  letGo(): Promise<void> {
    this.#isLetGo = true;
    return this.kill();
  }

  /** False once somebody ended it from outside: what it failed at may be no fault of the model. */
  get wasLeftAlone(): boolean {
    const { exit } = this;
    if (exit === null) return true;
    // Neither code nor signal: it could not even be started.
    const isStarted = exit.code !== null || exit.signal !== null;
    return isStarted && !this.#isLetGo && exit.signal !== 'SIGKILL';
  }

  /** Ends it at once; from then on it takes no more work. */
  kill(): Promise<void> {
    this.isEnding = true;
    return this.#module.kill();
  }
}
