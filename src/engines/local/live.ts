import type { Frame, LiveTranscription, Transcript } from '../../core/ports.ts';
import { durationOfBytes, sampleRateHz } from '../../core/wav.ts';
import { deadlineMs, type Allowance } from '../deadline.ts';
import { failure, timeout } from './failures.ts';
import type { Answer, Manner } from './messages.ts';
import type { EngineProcess, Line } from './process.ts';

/** The child says what it has heard after each second; so much more without a word is a sign. */
const patienceSamples = 2 * sampleRateHz;

/** What is heard, and how long it may be behind. */
export interface Hearing extends Manner {
  /** Name of the model. */
  readonly model: string;
  readonly allowance: Allowance;
}

/** The parent's side of a recording that is transcribed while it is spoken. */
export class Live implements LiveTranscription {
  readonly #hearing: Hearing;
  readonly #onEnd: () => void;
  readonly #transcript = Promise.withResolvers<Transcript>();
  #child: EngineProcess | null = null;
  #line: Line | null = null;
  /** Takes back the wait for the child's end. */
  #forget: () => void = () => {};
  /** What was said before the model was loaded. */
  #early: Frame[] = [];
  #added = 0;
  #heard = 0;
  #text = '';
  #listener: (text: string) => void = () => {};
  #watchdog: NodeJS.Timeout | undefined;
  #isFinishing = false;
  #hasEnded = false;

  /** `onEnd` is called once, when nothing more comes from it. */
  constructor(child: Promise<EngineProcess>, hearing: Hearing, onEnd: () => void) {
    this.#hearing = hearing;
    this.#onEnd = onEnd;
    // Told by `finish`, which may never be called.
    this.#transcript.promise.catch(() => {});
    void this.#open(child);
  }

  add(frame: Frame): void {
    if (this.#hasEnded) return;
    this.#added += frame.length;
    if (this.#line) this.#line.send({ do: 'hear', samples: frame });
    else this.#early.push(frame);
    this.#watch();
  }

  onText(listener: (text: string) => void): void {
    this.#listener = listener;
  }

  async finish(cancel: AbortSignal): Promise<Transcript> {
    const abort = () => this.#fail(cancel.reason as Error);
    if (cancel.aborted) abort();
    cancel.addEventListener('abort', abort, { once: true });
    this.#isFinishing = true;
    if (this.#line) this.#finish(this.#line);
    try {
      return await this.#transcript.promise;
    } finally {
      cancel.removeEventListener('abort', abort);
      this.close();
    }
  }

  close(): void {
    this.#fail(new Error('Nobody wants to know what was said.'));
  }

  async #open(loading: Promise<EngineProcess>): Promise<void> {
    try {
      const child = await loading;
      if (this.#hasEnded) return;
      this.#child = child;
      const line = child.open((answer) => this.#take(answer, child));
      this.#line = line;
      line.send({ do: 'listen', isBare: this.#hearing.isBare });
      for (const samples of this.#early.splice(0)) line.send({ do: 'hear', samples });
      const lost = () => this.#fail(child.lost({ ...this.#hearing, stage: 'listen' }));
      this.#forget = child.whenEnded(lost);
      if (this.#hasEnded) return this.#forget();
      this.#watch();
      if (this.#isFinishing) this.#finish(line);
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  #finish(line: Line): void {
    line.send({ do: 'finish' });
    const behindMs = durationOfBytes((this.#added - this.#heard) * 2);
    this.#endIn(deadlineMs(this.#hearing.allowance, behindMs));
  }

  #take(answer: Answer | null, child: EngineProcess): void {
    const { model } = this.#hearing;
    try {
      const checked = child.checked(answer, { model, stage: 'listen' });
      if ('transcript' in checked) {
        this.#transcript.resolve(checked.transcript);
        this.#end();
      } else if ('heard' in checked) this.#hear(checked);
      else throw failure(model, 'listen', 'its process answered something that is no transcript');
    } catch (error) {
      this.#fail(error as Error);
      if (!answer) void child.kill();
    }
  }

  #hear({ heard, text }: { heard: number; text: string }): void {
    this.#heard = heard;
    if (!this.#isFinishing) {
      clearTimeout(this.#watchdog);
      this.#watchdog = undefined;
      this.#watch();
    }
    if (text === this.#text) return;
    this.#text = text;
    this.#listener(text);
  }

  /** A child that hangs is noticed while one still speaks. */
  #watch(): void {
    if (this.#watchdog || !this.#line || this.#added - this.#heard < patienceSamples) return;
    this.#endIn(this.#hearing.allowance.baseMs);
  }

  #endIn(ms: number): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => {
      this.#fail(timeout(this.#hearing.model, 'listen', ms));
      void this.#child?.kill();
    }, ms);
  }

  #fail(error: Error): void {
    if (this.#hasEnded) return;
    this.#transcript.reject(error);
    this.#line?.send({ do: 'leave' });
    this.#end();
  }

  #end(): void {
    this.#hasEnded = true;
    clearTimeout(this.#watchdog);
    this.#line?.close();
    this.#forget();
    this.#early = [];
    this.#onEnd();
  }
}
