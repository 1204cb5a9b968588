import type { Exit, RunningModule, SpawnModule, Transcript } from '../../core/ports.ts';
import { WhisError } from '../../protocol/errors.ts';
import { parseAnswer, taskOf, type Task } from './messages.ts';

/** Work for the recogniser: a task, and how long it may take. */
export interface Work extends Omit<Task, 'id'> {
  /** Name of the model, for messages. */
  readonly model: string;
  readonly deadlineMs: number;
}

/** How much of what the recogniser says about a failure is told. */
const longestProblem = 600;

/**
 * The parent's side of the engine's child: started by the first task, kept for a while after the
 * last one, let go of then. Tasks are served one after the other, in the order in which they came.
 */
export class Recogniser {
  /** How long the child stays after its last task; the settings may change it meanwhile. */
  unloadAfterMs: number;
  readonly #spawn: SpawnModule;
  #child: Child | null = null;
  #unload: NodeJS.Timeout | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #lastId = 0;

  constructor({ spawn, unloadAfterMs }: { spawn: SpawnModule; unloadAfterMs: number }) {
    this.#spawn = spawn;
    this.unloadAfterMs = unloadAfterMs;
  }

  /**
   * Throws `engine_timeout` past the deadline (which begins when the task's turn comes),
   * `engine_failed` when the child dies or says no, the abort reason when `cancel` aborts; after
   * each of them the next task finds a fresh child, but for a mere no.
   */
  async transcribe(work: Work, cancel: AbortSignal): Promise<Transcript> {
    cancel.throwIfAborted();
    const result = this.#turn.then(() => this.#serve(work, cancel));
    this.#turn = result.catch(() => {});
    // One that waits for its turn is cancelled at once, not when its turn has come.
    return Promise.race([result, rejectOnAbort(cancel, result)]);
  }

  /** Lets go of the child and its memory; a task that runs fails. The next one starts a fresh child. */
  async close(): Promise<void> {
    clearTimeout(this.#unload);
    const child = this.#child;
    if (!child) return;
    this.#child = null;
    child.isLetGo = true;
    await child.module.kill();
  }

  async #serve({ model, deadlineMs, ...task }: Work, cancel: AbortSignal): Promise<Transcript> {
    cancel.throwIfAborted();
    clearTimeout(this.#unload);
    const child = (this.#child ??= this.#start());
    const id = ++this.#lastId;
    const answered = Promise.withResolvers<unknown>();
    child.answered = (message) => {
      // An answer to an earlier task is late: nobody waits for it any more.
      if (taskOf(message) === id) answered.resolve(message);
    };
    let isLate = false;
    const stop = () => void child.module.kill();
    const deadline = setTimeout(() => {
      isLate = true;
      stop();
    }, deadlineMs);
    cancel.addEventListener('abort', stop, { once: true });
    try {
      child.module.send({ id, ...task } satisfies Task);
      const outcome = await Promise.race([
        answered.promise.then((message) => ({ message })),
        child.module.exited.then((exit) => ({ exit })),
      ]);
      cancel.throwIfAborted();
      if ('exit' in outcome) {
        if (isLate) throw timeout(model, deadlineMs);
        throw child.isLetGo ? letGo(model) : death(model, outcome.exit);
      }
      const answer = parseAnswer(outcome.message);
      if (!answer) {
        await child.module.kill();
        throw failure(model, 'its process answered something that is no transcript');
      }
      if ('problem' in answer) throw failure(model, answer.problem);
      return answer.transcript;
    } finally {
      clearTimeout(deadline);
      cancel.removeEventListener('abort', stop);
      this.#unloadLater();
    }
  }

  #start(): Child {
    const module = this.#spawn('engine');
    const child: Child = { module, answered: () => {}, isLetGo: false };
    module.onMessage((message) => child.answered(message));
    void this.#forgetAtEnd(child);
    return child;
  }

  async #forgetAtEnd(child: Child): Promise<void> {
    await child.module.exited;
    if (this.#child === child) this.#child = null;
  }

  #unloadLater(): void {
    clearTimeout(this.#unload);
    if (this.#child) {
      this.#unload = setTimeout(() => void this.close(), this.unloadAfterMs).unref();
    }
  }
}

interface Child {
  readonly module: RunningModule;
  /** Takes what the child says; each task sets its own. */
  answered: (message: unknown) => void;
  /** True once it was ended by `close`. */
  isLetGo: boolean;
}

function timeout(model: string, deadlineMs: number): WhisError {
  return new WhisError(
    'engine_timeout',
    `The local engine with model “${model}” gave no text within ${deadlineMs / 1000} s and was ended. Try again, or choose a smaller model or another engine.`,
  );
}

function death(model: string, { code, signal, stderr }: Exit): WhisError {
  const how = signal === null ? `exit code ${code}` : signal;
  const words = stderr.slice(-longestProblem / 2).trim();
  const said = words === '' ? '' : ` Its last words: ${words}`;
  // The system's way to make room is SIGKILL.
  const guess = signal === 'SIGKILL' ? 'Did the memory run out?' : 'Is the model damaged?';
  return failure(model, `its process ended (${how}). ${guess}${said}`);
}

function letGo(model: string): WhisError {
  return new WhisError(
    'engine_failed',
    `The local engine with model “${model}” was closed while it transcribed. Try again.`,
  );
}

function failure(model: string, problem: string): WhisError {
  const line = problem
    .replace(/\s+/g, ' ')
    .slice(0, longestProblem)
    .replace(/[. ]+$/, '');
  const stop = line.endsWith('?') ? '' : '.';
  return new WhisError(
    'engine_failed',
    `The local engine with model “${model}” failed: ${line}${stop} Try again, install the model again, or choose another engine.`,
  );
}

/** Rejects when the signal aborts; never settles when the work was done before. */
async function rejectOnAbort(signal: AbortSignal, work: Promise<unknown>): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason as Error);
  signal.addEventListener('abort', abort, { once: true });
  const forget = () => signal.removeEventListener('abort', abort);
  void work.then(forget, forget);
  return promise;
}
