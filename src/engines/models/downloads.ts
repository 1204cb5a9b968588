import type { Programs, SpawnModule } from '../../core/ports.ts';
import { asWhisError, WhisError } from '../../protocol/errors.ts';
import type { EventData } from '../../protocol/events.ts';
import type { CatalogueModel } from './catalogue.ts';
import type { Retry } from './download.ts';
import { openNetwork } from './fetch.ts';
import { install, type Progress } from './install.ts';
import type { Receipt } from './installed.ts';
import { Rate } from './rate.ts';

/** What is told of a download while it goes on. */
export type ModelProgress = EventData['model_progress'];

/** How often and how long a download waits after a break of the line, and for a silent server. */
export interface Patience {
  readonly pausesMs: readonly number[];
  readonly silenceMs: number;
}

/** Long enough for a router that starts again. */
export const usualPatience: Patience = {
  pausesMs: [1000, 3000, 10_000, 30_000],
  silenceMs: 30_000,
};

/** What downloads need. */
export interface DownloadsOptions {
  /** The models folder. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly programs: Programs;
  readonly spawnModule: SpawnModule;
  /** Keeps other processes from the same folder; null when one of them downloads. */
  readonly takeTurn: () => { close(): void } | null;
  readonly patience: Patience;
}

/** A download that goes on, or waits for its turn. */
interface Running {
  readonly abort: AbortController;
  readonly done: Promise<Receipt>;
  receivedBytes: number;
  totalBytes: number | null;
}

/** Progress is told this often at most, in milliseconds. */
const stepMs = 200;

/** The downloads of this process: one at a time, the others wait for their turn. */
export class Downloads {
  readonly #options: DownloadsOptions;
  readonly #running = new Map<string, Running>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: DownloadsOptions) {
    this.#options = options;
  }

  /** How far the download of a model is; null when none goes on. */
  progress(name: string): { readonly received_bytes: number; total_bytes: number | null } | null {
    const running = this.#running.get(name);
    if (!running) return null;
    return { received_bytes: running.receivedBytes, total_bytes: running.totalBytes };
  }

  /**
   * Installs a model, or joins the download that goes on. Throws `busy` when another process
   * downloads, what it was cancelled with, and what `install` throws.
   */
  async install(model: CatalogueModel, tell: (progress: ModelProgress) => void): Promise<Receipt> {
    return (this.#running.get(model.name) ?? this.#begin(model, tell)).done;
  }

  /** Ends a download; what has come is kept. Resolves when it is over: false when there was none. */
  async cancel(name: string, reason: WhisError): Promise<boolean> {
    const running = this.#running.get(name);
    running?.abort.abort(reason);
    await running?.done.catch(() => {});
    return running !== undefined;
  }

  /** Ends all of them. */
  async close(reason: WhisError): Promise<void> {
    for (const { abort } of this.#running.values()) abort.abort(reason);
    await this.#turn;
  }

  #begin(model: CatalogueModel, tell: (progress: ModelProgress) => void): Running {
    const running: Running = {
      abort: new AbortController(),
      done: this.#turn.then(() => this.#run(model, running, tell)),
      receivedBytes: 0,
      totalBytes: model.sizeBytes,
    };
    this.#running.set(model.name, running);
    this.#turn = running.done.catch(() => {});
    return running;
  }

  async #run(
    model: CatalogueModel,
    running: Running,
    tell: (progress: ModelProgress) => void,
  ): Promise<Receipt> {
    const { takeTurn, patience, env, ...rest } = this.#options;
    const { name } = model;
    const rate = new Rate();
    const say = (
      stage: ModelProgress['stage'],
      { error = null, retry = null }: { error?: WhisError | null; retry?: Retry | null } = {},
    ) =>
      tell({
        name,
        stage,
        received_bytes: running.receivedBytes,
        total_bytes: running.totalBytes,
        bytes_per_second: stage === 'downloading' && retry === null ? rate.perSecond : null,
        ...(retry === null ? {} : { retry: told(retry) }),
        error: error && { code: error.code, message: error.message },
      });
    const tellSparsely = sparsely(({ stage, receivedBytes, retry }) => {
      if (stage === 'downloading') rate.add(receivedBytes, performance.now());
      say(stage, { retry });
    });
    const onProgress = (progress: Progress) => {
      running.receivedBytes = progress.receivedBytes;
      running.totalBytes = progress.totalBytes;
      tellSparsely(progress);
    };
    const network = openNetwork(env, patience.silenceMs);
    const { pausesMs } = patience;
    const { signal } = running.abort;
    const turn = takeTurn();
    try {
      signal.throwIfAborted();
      if (turn === null) throw otherProcess(this.#options.folder);
      const receipt = await install(model, { ...rest, network, pausesMs, signal, onProgress });
      say('done');
      return receipt;
    } catch (thrown) {
      const error = asWhisError(thrown);
      say('failed', { error });
      throw error;
    } finally {
      turn?.close();
      network.http.destroy();
      network.https.destroy();
      this.#running.delete(name);
    }
  }
}

function otherProcess(folder: string): WhisError {
  return new WhisError(
    'busy',
    `Another whis downloads into ${folder} now. Do it again when that is done.`,
  );
}

function told({ delayMs, ...retry }: Retry): NonNullable<ModelProgress['retry']> {
  return { ...retry, delay_ms: delayMs };
}

/** Lets a stage's first word through, and every word about a break; the others once each 200 ms. */
function sparsely(tell: (progress: Progress) => void): (progress: Progress) => void {
  let stage = '';
  let toldAt = 0;
  return (progress) => {
    const now = performance.now();
    const current = progress.retry === null ? progress.stage : 'waiting';
    if (current === stage && now - toldAt < stepMs) return;
    stage = current;
    toldAt = now;
    tell(progress);
  };
}
