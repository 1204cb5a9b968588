import type { Frame, SpeechDetector, SpeechEvents } from '../../core/ports.ts';
import { durationOfBytes, sampleRateHz } from '../../core/wav.ts';
import { deadlineMs, type Allowance } from '../deadline.ts';
import type { Answer } from './messages.ts';
import type { EngineProcess, Line } from './process.ts';

/**
 * How long the end of a recording waits for what was not judged by then. A window of 32 ms takes Silero
 * less than 1 ms (its README). Loudness judges what comes later.
 */
export const detectorAllowance: Allowance = { baseMs: 1000, perAudioMs: 1 / 20 };

/** Frames are sent together, since each message costs more than what it carries: a tenth of a second. */
const parcel = sampleRateHz / 10;

/** What is told of one recording, and how long that may take. */
export interface Detection {
  readonly events: SpeechEvents;
  /** For the end of the recording. */
  readonly allowance: Allowance;
  /** How long nothing may come of what was sent: a child hears nothing while it loads a model. */
  readonly silenceMs: number;
}

/** The parent's side of a recording in which speech is told from other sound. */
export class LiveDetector implements SpeechDetector {
  readonly #detection: Detection;
  readonly #onEnd: () => void;
  readonly #ended = Promise.withResolvers<void>();
  #line: Line | null = null;
  /** Takes back the wait for the child's end. */
  #forget: () => void = () => {};
  /** What was not sent yet: all of it before the model is loaded. */
  #waiting: Frame[] = [];
  /** Samples. */
  #added = 0;
  #sent = 0;
  #judged = 0;
  #isFinishing = false;
  #hasEnded = false;
  /** Runs from when something is sent until something is told. */
  #watchdog: NodeJS.Timeout | undefined;
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
    this.#waiting.push(frame);
    if (this.#added - this.#sent >= parcel) this.#send();
  }

  finish(): Promise<void> {
    this.#isFinishing = true;
    const behindMs = durationOfBytes((this.#added - this.#judged) * 2);
    if (behindMs === 0) this.close();
    if (this.#hasEnded) return Promise.resolve();
    this.#send();
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
    clearTimeout(this.#watchdog);
    clearTimeout(this.#deadline);
    this.#line?.send({ do: 'leave' });
    this.#line?.close();
    this.#forget();
    this.#waiting = [];
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
      this.#send();
      if (this.#isFinishing) line.send({ do: 'finish' });
      this.#forget = child.whenEnded(() => this.#lose());
      if (this.#hasEnded) this.#forget();
    } catch {
      // Why its model cannot be loaded is told by the doctor.
      this.#lose();
    }
  }

  #send(): void {
    if (!this.#line) return;
    const samples = new Int16Array(this.#added - this.#sent);
    let at = 0;
    for (const frame of this.#waiting.splice(0)) {
      samples.set(frame, at);
      at += frame.length;
    }
    this.#line.send({ do: 'hear', samples });
    this.#sent = this.#added;
    this.#watchdog ??= setTimeout(() => this.#lose(), this.#detection.silenceMs);
  }

  #take(answer: Answer | null): void {
    if (!answer || !('until' in answer)) return this.#lose();
    clearTimeout(this.#watchdog);
    this.#watchdog = undefined;
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
