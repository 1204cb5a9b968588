import {
  dictate,
  transcribeFile,
  transcribeKept,
  type Moments,
  type ReadAudio,
} from '../core/dictation.ts';
import type { Reading } from '../core/level.ts';
import type { Transcript } from '../core/ports.ts';
import type { Controls, Means } from '../core/story.ts';
import { Valve } from '../core/valve.ts';
import type { WhisError } from '../protocol/errors.ts';
import type { Session } from '../protocol/session.ts';

/** A dictation that may begin: its session, and what it will need. */
export interface Beginning {
  readonly draft: Session;
  readonly means: Omit<Means, 'takeTurn'>;
}

/**
 * What is there already, to be made into text: audio that a session has kept or that is in a file of
 * the person's, or what the engine has said of it.
 */
export interface Kept extends Beginning {
  readonly read?: ReadAudio;
  readonly said?: Transcript;
}

/** One session while it is recorded or transcribed: its levers, and what can be waited for. */
export class Run {
  readonly #stop = new AbortController();
  readonly #cancel = new AbortController();
  readonly #leave = new AbortController();
  readonly #heard = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<Session | null>();
  readonly valve = new Valve();
  /** The last tenth of a second that was measured. */
  reading: Reading | null = null;
  /** The microphone that is heard: null is the default, undefined before the first frame. */
  microphone: string | null | undefined;

  constructor() {
    // Somebody may wait for the first frame, but nobody has to.
    this.#heard.promise.catch(() => {});
  }

  get controls(): Controls {
    return {
      stop: this.#stop.signal,
      cancel: this.#cancel.signal,
      leave: this.#leave.signal,
      valve: this.valve,
    };
  }

  /** Resolves with the first frame; rejects when none comes. */
  get heard(): Promise<void> {
    return this.#heard.promise;
  }

  /** Resolves when everything is over, with the session as it was left; null: nothing was recorded. */
  get ended(): Promise<Session | null> {
    return this.#ended.promise;
  }

  stop(): void {
    this.#stop.abort();
  }

  cancel(reason: WhisError): void {
    this.#cancel.abort(reason);
  }

  /** Stops whatever goes on and leaves the session for the next start. */
  leave(): void {
    this.#stop.abort();
    this.#leave.abort();
  }

  /** Records and transcribes a new session. Never rejects. */
  record(draft: Session, means: Means, tell: Omit<Moments, 'microphone'>): Promise<Session | null> {
    const moments: Moments = {
      heard: () => {
        const isWanted = tell.heard();
        if (isWanted) this.#heard.resolve();
        return isWanted;
      },
      captured: tell.captured,
      unheard: (error) => {
        tell.unheard(error);
        this.#heard.reject(error);
      },
      microphone: (name) => (this.microphone = name),
      level: (reading) => {
        this.reading = reading;
        tell.level(reading);
      },
    };
    return dictate(draft, { means, controls: this.controls, moments });
  }

  /** Makes text of what is there already. Never rejects. */
  transcribe({ draft, read, said }: Kept, means: Means): Promise<Session> {
    const { controls } = this;
    return read
      ? transcribeFile(draft, read, { means, controls })
      : transcribeKept(draft, { means, controls, ...(said && { said }) });
  }

  end(session: Session | null): void {
    this.#ended.resolve(session);
  }
}
