import type { EventData, EventName } from '../protocol/events.ts';
import type { Delivered, Failure, Session, Timings } from '../protocol/session.ts';
import { asWhisError, type WhisError } from '../protocol/errors.ts';
import type { CaptureRequest } from './capture.ts';
import type { Clock, Engine, Hints, Ledger, Recorder } from './ports.ts';
import { retryAt } from './retry.ts';
import type { Ticket } from './turns.ts';
import type { Valve } from './valve.ts';

/** How a dictation is steered from outside. */
export interface Controls {
  /** That is enough: use what there is. */
  readonly stop: AbortSignal;
  /** As if it had never happened (its audio is kept for an undo). */
  readonly cancel: AbortSignal;
  /** The daemon ends: leave everything as it is, for the next start. */
  readonly leave: AbortSignal;
  readonly valve: Valve;
}

/** One delivery that was tried. */
export interface DeliveryResult extends Delivered {
  readonly error: Failure | null;
}

/** A text as it is delivered. */
export interface Polished {
  readonly text: string;
  /** Why the preset has not worked on it: the text is as it was said then. */
  readonly error: Failure | null;
}

/** Everything a dictation needs, chosen at its start: later changes of the settings do not reach it. */
export interface Means {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly recorder: Recorder;
  readonly microphone: string | null;
  readonly limits: Pick<CaptureRequest, 'others' | 'withinMs' | 'maxMs' | 'quietMs'>;
  /** Throws `no_engine` when there is none. */
  readonly engine: () => Engine;
  /** What the engine is told beside the session's own language. */
  readonly hints: Pick<Hints, 'languages' | 'words'>;
  /** Whether the engine is given what is said while one goes on speaking. */
  readonly isTranscribedWhileRecording: boolean;
  /**
   * Makes an engine's text fit to be delivered, in the session's language and through its preset.
   * Throws the abort reason when `cancel` aborts; another failure is in the result.
   */
  readonly polish: (raw: string, session: Session, cancel: AbortSignal) => Promise<Polished>;
  /** Brings the text to where it should go; a failure is in the result, never thrown. */
  readonly deliver: (text: string) => Promise<readonly DeliveryResult[]>;
  readonly takeTurn: () => Ticket;
  /** Set where nobody waits for the text any more: it is announced, and brought nowhere. */
  readonly late?: {
    /** How often it was tried by itself, this time included. */
    readonly tries: number;
  };
  readonly announce: <Name extends EventName>(name: Name, data: EventData[Name]) => void;
}

/**
 * A session as it changes: each change is durable, then announced. Once something was heard, a disk
 * that takes nothing more does not stop it: what is in memory still becomes a text, and goes out.
 */
export class Story {
  session: Session;
  /** Why the last change is not on disk; null when it is. The next change is saved with it. */
  unsaved: WhisError | null = null;
  readonly means: Means;
  readonly controls: Controls;
  /** Aborts when the session is cancelled, and when the daemon leaves it for the next start. */
  readonly halt: AbortSignal;
  /** By the clock's `elapsed`. */
  readonly begunAt: number;
  #stoppedAt: number | null = null;

  constructor(session: Session, means: Means, controls: Controls) {
    this.session = session;
    this.means = means;
    this.controls = controls;
    this.halt = AbortSignal.any([controls.cancel, controls.leave]);
    this.begunAt = means.clock.elapsed();
  }

  /** Now, in ISO 8601, UTC. */
  now(): string {
    return new Date(this.means.clock.now()).toISOString();
  }

  write(
    change: Partial<Session>,
    event: 'session_started' | 'session_updated' | null = 'session_updated',
  ): void {
    const wasHeard = this.session.started_at !== null;
    this.#keep(change);
    if (this.unsaved && !wasHeard) throw this.unsaved;
    // Before its first frame nobody has been told of the session.
    if (event && this.session.started_at !== null)
      this.means.announce(event, { session: this.session });
  }

  /** Changes what is saved with the next change. */
  note(change: Partial<Session>): void {
    this.session = { ...this.session, ...change };
  }

  /** When speaking ended, by the clock's `elapsed`: the first call decides. */
  markStopped(): number {
    this.#stoppedAt ??= this.means.clock.elapsed();
    return this.#stoppedAt;
  }

  /** Notes how long parts took; milliseconds, to a tenth. */
  time(change: Partial<Timings>): void {
    this.note({ timings_ms: { ...this.session.timings_ms, ...inTenths(change) } });
  }

  async timed<Result>(part: keyof Timings, work: () => Result | Promise<Result>): Promise<Result> {
    const from = this.means.clock.elapsed();
    try {
      return await work();
    } finally {
      this.time({ [part]: this.means.clock.elapsed() - from });
    }
  }

  /** The text is there, if not always as it was asked for: then there is an `error`, too. */
  finish(words: Pick<Session, 'text' | 'raw_text' | 'segments' | 'error'>): void {
    // Until it is brought somewhere: the next start tells of a text that was not.
    this.time({ delivery: null });
    this.#keep({ ...words, status: 'done' });
    const { text, timings_ms, recovered, error } = this.session;
    this.means.announce('session_done', {
      text: text ?? '',
      timings_ms,
      recovered,
      late: this.means.late !== undefined,
      ...(error && { error }),
    });
  }

  /** Ends a story that did not come to its end. A session whose text exists stays done. */
  giveUp(thrown: unknown): Session {
    const { cancel, leave } = this.controls;
    const { announce, clock, late } = this.means;
    const hasText = this.session.text !== null;
    if (cancel.aborted) {
      this.#keep({ status: hasText ? 'done' : 'cancelled', ended_at: this.now() });
      announce('session_cancelled', {});
    } else if (!leave.aborted) {
      const { code, message } = asWhisError(thrown);
      this.#keep({
        status: hasText ? 'done' : 'failed',
        error: { code, message },
        retry_at: hasText ? null : retryAt(code, { now: clock.now(), tries: late?.tries ?? 0 }),
      });
      announce('session_failed', { code, message, late: late !== undefined });
    }
    return this.session;
  }

  /** Changes the session even where the disk does not take it: the row is as old as the disk then. */
  #keep(change: Partial<Session>): void {
    this.session = { ...this.session, ...change };
    try {
      this.means.ledger.save(this.session);
      this.unsaved = null;
    } catch (thrown) {
      this.unsaved = asWhisError(thrown, 'storage_failed');
    }
  }
}

function inTenths(timings: Partial<Timings>): Partial<Timings> {
  return Object.fromEntries(
    Object.entries(timings).map(([part, ms]) => [
      part,
      ms === null ? null : Math.round(ms * 10) / 10,
    ]),
  );
}
