import type {
  LiveTranscription,
  SpawnModule,
  SpeechDetector,
  Transcript,
} from '../../core/ports.ts';
import { asWhisError } from '../../protocol/errors.ts';
import type { Allowance } from '../deadline.ts';
import { inOrder, type Crew } from './crew.ts';
import { failure, letGo } from './failures.ts';
import { Live } from './live.ts';
import { LiveDetector, type Detection } from './live-detector.ts';
import { keyOf, type Loadable } from './loadable.ts';
import type { Manner, Order } from './messages.ts';
import { EngineProcess } from './process.ts';
import { rejectOnAbort } from './reject-on-abort.ts';
import { RefusedModels, type Refused } from './refused.ts';
import { Retention } from './retention.ts';

/** A recording to transcribe. */
export type Work = Omit<Extract<Order, { readonly do: 'transcribe' }>, 'do'> & {
  readonly deadlineMs: number;
};

/**
 * The parent's side of the engine's child: started by the first work, kept for a while after the last
 * one, let go of then. Recordings are served one after the other, in the order in which they came.
 */
export class Recogniser {
  readonly #spawn: SpawnModule;
  readonly #refused = new RefusedModels();
  readonly #retention: Retention;
  #child: EngineProcess | null = null;
  #speakers = 0;
  /** How often it was closed. */
  #closes = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor({ spawn, unloadAfterMs }: { spawn: SpawnModule; unloadAfterMs: number }) {
    this.#spawn = spawn;
    this.#retention = new Retention(unloadAfterMs, () => void this.close());
  }

  /** How long the child stays after its last work; but for a dictation that is going on. */
  get unloadAfterMs(): number {
    return this.#retention.afterMs;
  }

  set unloadAfterMs(value: number) {
    this.#retention.afterMs = value;
  }

  /** Loads the models, since somebody begins to speak. What fails is told by the next work. */
  warmUp(crew: Crew): void {
    const loaded = this.#inTurn(crew, () => this.#ready(crew));
    loaded.catch(() => {});
    this.#retention.warm();
  }

  /**
   * Throws `engine_timeout` past the deadline (which begins when its turn has come and the models are
   * loaded), `engine_failed` when the child dies or says no, the abort reason when `cancel` aborts;
   * after each of them the next work finds a fresh child, but for a mere no.
   */
  async transcribe(crew: Crew, work: Work, cancel: AbortSignal): Promise<Transcript> {
    cancel.throwIfAborted();
    const { deadlineMs, ...rest } = work;
    const model = crew.recogniser.name;
    const result = this.#inTurn(crew, async () => {
      cancel.throwIfAborted();
      const child = await this.#ready(crew, { cancel });
      const order: Order = { do: 'transcribe', ...rest };
      const answer = await child.ask(order, { model, stage: 'transcribe', deadlineMs, cancel });
      if ('transcript' in answer) return answer.transcript;
      throw failure(model, 'transcribe', 'its process answered something that is no transcript');
    });
    // One that waits for its turn is cancelled at once, not when its turn has come.
    return Promise.race([result, rejectOnAbort(cancel, result)]);
  }

  /** Hears what is spoken from now on, beside all other work. */
  listen(crew: Crew, manner: Manner & { readonly allowance: Allowance }): LiveTranscription {
    this.#speakers++;
    const done = this.#retention.use({ isSpoken: true });
    const child = this.#has(crew.recogniser)
      ? Promise.resolve(this.#child as EngineProcess)
      : this.#inTurn(crew, () => this.#ready(crew));
    return new Live(child, { model: crew.recogniser.name, ...manner }, () => {
      this.#speakers--;
      done();
    });
  }

  /** Tells where somebody speaks, beside all other work; null without a model for it. */
  detectSpeech(crew: Crew, detection: Omit<Detection, 'silenceMs'>): SpeechDetector | null {
    const { vad, startMs: silenceMs } = crew;
    if (!vad || this.#refused.has(vad) || this.#refused.has(crew.recogniser)) return null;
    const done = this.#retention.use({ isSpoken: true });
    const child =
      this.#has(vad) && !this.#hasOther(crew)
        ? Promise.resolve(this.#child as EngineProcess)
        : this.#inTurn(crew, () => this.#ready(crew, { models: [vad] }));
    return new LiveDetector(child, { ...detection, silenceMs }, done);
  }

  /** The models that could not be loaded, as long as they are the same. */
  refused(): readonly Refused[] {
    return this.#refused.list();
  }

  /** Lets the models be tried again that could not be loaded. */
  forgive(): void {
    this.#refused.forgive();
  }

  /**
   * Lets go of the child and its memory; what runs in it or waits for its turn fails. The next work
   * starts a fresh one.
   */
  async close(): Promise<void> {
    this.#closes++;
    this.#retention.end();
    await this.#letGo();
  }

  async #inTurn<Result>({ recogniser }: Crew, work: () => Promise<Result>): Promise<Result> {
    const done = this.#retention.use({ isSpoken: false });
    const closes = this.#closes;
    const begin = () => {
      if (this.#closes > closes) throw letGo(recogniser.name);
      return work();
    };
    const result = this.#turn.then(begin).finally(done);
    this.#turn = result.catch(() => {});
    return result;
  }

  /** Whether the child has this model. */
  #has(model: Loadable): boolean {
    const child = this.#child;
    return child?.isEnding === false && child.loaded.get(model.part.role) === keyOf(model);
  }

  /** Whether the child has another model that recognises: the next work may let go of that child. */
  #hasOther({ recogniser }: Crew): boolean {
    return this.#child?.loaded.has('recogniser') === true && !this.#has(recogniser);
  }

  /** A child in which these models of the crew are loaded: all of them, unless some are named. */
  async #ready(
    crew: Crew,
    { models = inOrder(crew), cancel }: { models?: readonly Loadable[]; cancel?: AbortSignal } = {},
  ): Promise<EngineProcess> {
    const { recogniser, startMs } = crew;
    this.#refused.check(recogniser);
    if (this.#child?.isEnding) this.#child = null;
    // Memory comes back with a process only; but nobody is interrupted for it.
    if (this.#hasOther(crew) && this.#speakers === 0) await this.#letGo();
    const child = (this.#child ??= this.#start());
    for (const model of models) {
      if (this.#refused.has(model) || this.#has(model)) continue;
      const errand = { model: model.name, stage: 'load', deadlineMs: startMs } as const;
      try {
        await child.ask(
          { do: 'load', part: model.part },
          { ...errand, ...(cancel !== undefined && { cancel }) },
        );
        child.loaded.set(model.part.role, keyOf(model));
        this.#refused.remove(model);
      } catch (thrown) {
        cancel?.throwIfAborted();
        const error = asWhisError(thrown);
        if (error.code !== 'engine_failed' || !child.wasLeftAlone) throw error;
        this.#refused.add(model, error);
        if (model === recogniser) throw error;
        return this.#ready(crew, { models, ...(cancel !== undefined && { cancel }) });
      }
    }
    return child;
  }

  #start(): EngineProcess {
    const child = new EngineProcess(this.#spawn('engine'));
    void child.exited.then(() => {
      if (this.#child === child) this.#child = null;
    });
    return child;
  }

  async #letGo(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    await child?.letGo();
  }
}
