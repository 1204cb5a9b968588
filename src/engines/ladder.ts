import type {
  Engine,
  Hints,
  LiveTranscription,
  RecordedAudio,
  SpeechDetector,
  SpeechEvents,
  Transcript,
} from '../core/ports.ts';
import { asWhisError, WhisError, type ErrorCode } from '../protocol/errors.ts';
import type { EngineName } from '../protocol/settings.ts';

/** An engine that failed, and the one that takes the same audio. */
export interface Fall {
  readonly from: EngineName;
  readonly to: EngineName;
  readonly error: WhisError;
}

/** One engine's failure with one recording. */
interface Failed {
  readonly at: number;
  readonly error: WhisError;
}

/** What waiting may mend, the surest first: which failure is told when all have failed. */
const mendedByWaiting: readonly ErrorCode[] = ['engine_unreachable', 'engine_timeout'];

/**
 * Several engines as one: when one fails, the next takes the same audio. Made for one session, in
 * which it stays with the engine that worked, and shows that one's name and bounds.
 */
export class Ladder implements Engine {
  readonly #rungs: readonly [Engine, ...Engine[]];
  readonly #onFall: (fall: Fall) => void;
  #at = 0;
  /** Whether the last recording was too much for all of them: the next begins at the top again. */
  #isSpent = false;

  /** `onFall` is told each time another engine takes over. */
  constructor(rungs: readonly [Engine, ...Engine[]], onFall: (fall: Fall) => void) {
    this.#rungs = rungs;
    this.#onFall = onFall;
  }

  get name(): EngineName {
    return this.#rung.name;
  }

  get model(): string {
    return this.#rung.model;
  }

  get sendsAudioAway(): boolean {
    return this.#rung.sendsAudioAway;
  }

  /** What those below take, too: a piece that is cut for this one may fall to them. */
  get longestMs(): number | null {
    const bounds = this.#rungs.slice(this.#at).flatMap(({ longestMs }) => longestMs ?? []);
    return bounds.length === 0 ? null : Math.min(...bounds);
  }

  get parallel(): number {
    return this.#rung.parallel;
  }

  get problem(): string | null {
    return this.#rung.problem ?? null;
  }

  warmUp(hints: Hints): void {
    this.#rung.warmUp(hints);
  }

  listen(hints: Hints): LiveTranscription | null {
    return this.#rung.listen(hints);
  }

  detectSpeech(hints: Hints, events: SpeechEvents): SpeechDetector | null {
    return this.#rung.detectSpeech(hints, events);
  }

  /** When all have failed, throws the failure that waiting may mend, else the first, and tells of each. */
  async transcribe(audio: RecordedAudio, cancel: AbortSignal): Promise<Transcript> {
    if (this.#isSpent) this.#at = 0;
    this.#isSpent = false;
    const failed: Failed[] = [];
    let at = this.#at;
    for (;;) {
      const rung = this.#rungs[at] ?? this.#rungs[0];
      try {
        return await rung.transcribe(audio, cancel);
      } catch (thrown) {
        cancel.throwIfAborted();
        const error = asWhisError(thrown, 'engine_failed');
        // No other engine would find it either.
        if (error.code === 'audio_missing') throw error;
        failed.push({ at, error });
        // Another piece of the same recording may have gone further down meanwhile.
        const next = Math.max(at + 1, this.#at);
        const below = this.#rungs[next];
        if (below === undefined) throw this.#giveUp(failed);
        if (next > this.#at) this.#onFall({ from: rung.name, to: below.name, error });
        this.#at = next;
        at = next;
      }
    }
  }

  async close(): Promise<void> {
    for (const rung of this.#rungs) await rung.close();
  }

  get #rung(): Engine {
    return this.#rungs[this.#at] ?? this.#rungs[0];
  }

  #giveUp(failed: readonly Failed[]): WhisError {
    const told = failed.reduce((one, other) => (rank(other) < rank(one) ? other : one));
    this.#at = told.at;
    this.#isSpent = true;
    if (failed.length === 1) return told.error;
    const messages = failed.map(({ at, error }) => `${this.#rungs[at]?.name}: ${error.message}`);
    return new WhisError(told.error.code, messages.join(' '), { cause: told.error });
  }
}

function rank({ error }: Failed): number {
  const place = mendedByWaiting.indexOf(error.code);
  return place < 0 ? mendedByWaiting.length : place;
}
