import type { Frame, SpeechDetector, SpeechEvents } from '../../core/ports.ts';
import { durationOfBytes } from '../../core/wav.ts';
import { deadlineMs, type Allowance } from '../deadline.ts';
import type { Answer } from './messages.ts';
import type { EngineProcess, Line } from './process.ts';

/**
 * How long the end of a recording waits for what was not judged by then. A window of 32 ms takes Silero
 * less than 1 ms (its README). Loudness judges what comes later.
 */
export const detectorAllowance: Allowance = { baseMs: 500, perAudioMs: 1 / 20 };

/** What is told of one recording, and how long its end may take. */
export interface Detection {
  readonly events: SpeechEvents;
  readonly allowance: Allowance;
}

/** The parent's side of a recording in which speech is told from other sound. */
export class LiveDetector implements SpeechDetector {
  readonly #detection: Detection;
  readonly #onEnd: () => void;
  readonly #ended = Promise.withResolvers<void>();
  #line: Line | null = null;
  /** Takes back the wait for the child's end. */
  #forget: () => void = () => {};
  /** What was recorded before the model was loaded. */
  #early: Frame[] = [];
  /** Samples. */
  #added = 0;
  #judged = 0;
  #isFinishing = false;
  #hasEnded = false;
  #deadline: NodeJS.Timeout | undefined;

  /** `onEnd` is called once, when nothing more comes from it. */
  constructor(child: Promise<EngineProcess>, detection: Detection, onEnd: () => void) {
    this.#detection = detection;
    this.#onEnd = onEnd;
    void this.#open(child);
  }

  add(frame: Frame): void {
    if (this.#hasEnded) return;
    this.#added += frame.length;
    if (this.#line) this.#line.send({ do: 'hear', samples: frame });
    else this.#early.push(frame);
  }

  finish(): Promise<void> {
    this.#isFinishing = true;
    const behindMs = durationOfBytes((this.#added - this.#judged) * 2);
    if (behindMs === 0) this.close();
    if (this.#hasEnded) return Promise.resolve();
    this.#line?.send({ do: 'finish' });
    this.#deadline = setTimeout(
      () => this.close(),
      deadlineMs(this.#detection.allowance, behindMs),
    );
    return this.#ended.promise;
  }

  close(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    clearTimeout(this.#deadline);
    this.#line?.send({ do: 'leave' });
    this.#line?.close();
    this.#forget();
    this.#early = [];
    this.#onEnd();
    this.#ended.resolve();
  }

  async #open(loading: Promise<EngineProcess>): Promise<void> {
    try {
      const child = await loading;
      if (this.#hasEnded) return;
      const line = child.open((answer) => this.#take(answer));
      this.#line = line;
      line.send({ do: 'detect' });
      for (const samples of this.#early.splice(0)) line.send({ do: 'hear', samples });
      if (this.#isFinishing) line.send({ do: 'finish' });
      this.#forget = child.whenEnded(() => this.#lose());
      if (this.#hasEnded) this.#forget();
    } catch {
      // Why its model cannot be loaded is told by the doctor.
      this.#lose();
    }
  }

  #take(answer: Answer | null): void {
    if (!answer || !('until' in answer)) return this.#lose();
    this.#judged = answer.until;
    this.#detection.events.heard(answer.until, answer.isSpeech);
    if (this.#isFinishing && this.#judged >= this.#added) this.close();
  }

  #lose(): void {
    if (this.#hasEnded) return;
    this.close();
    this.#detection.events.lost();
  }
}
