import type { Moments } from '../core/dictation.ts';
import type { Feed } from '../core/feed.ts';
import {
  decide,
  note,
  stateOf,
  still,
  type Act,
  type Ask,
  type Fact,
  type Machine,
  type Verdict,
} from '../core/machine.ts';
import { WhisError } from '../protocol/errors.ts';
import type { Session } from '../protocol/session.ts';
import type { CurrentSession, DaemonState } from '../protocol/status.ts';
import type { Log } from './log.ts';
import type { PartsOptions } from './parts.ts';
import { accepted } from './accepted.ts';
import type { Beginning, Kept } from './run.ts';
import { Runs } from './runs.ts';

/** What the machine has decided on `toggle`. */
export interface Toggle {
  readonly from: DaemonState;
  readonly id: string | null;
  /** Why nothing was done; null when something was. */
  readonly ignored: string | null;
}

/** Carries out what the state machine decides, and tells it what happens. */
export class Dictations {
  readonly #feed: Feed;
  readonly #runs = new Runs((id, session) => this.#over(id, session));
  readonly #log: Log;
  readonly #onSettled: PartsOptions['onSettled'];
  #machine: Machine = still;
  #shown: DaemonState = 'idle';

  constructor({ feed, log, onSettled }: Pick<PartsOptions, 'feed' | 'onSettled'> & { log: Log }) {
    this.#feed = feed;
    this.#log = log;
    this.#onSettled = onSettled;
  }

  get state(): DaemonState {
    return this.#shown;
  }

  get machine(): Machine {
    return this.#machine;
  }

  /** The dictation that has the microphone; null when none has, or it has not been heard yet. */
  get current(): CurrentSession | null {
    const { capture } = this.#machine;
    if (capture.phase !== 'on' && capture.phase !== 'held') return null;
    const reading = this.#runs.get(capture.id)?.reading ?? null;
    return {
      id: capture.id,
      elapsed_ms: reading?.elapsedMs ?? 0,
      level_dbfs: reading?.dbfs ?? null,
      silent: reading?.isDigitalSilence ?? false,
    };
  }

  /** The microphone that is heard now: null is the default; undefined when none is. */
  get microphone(): string | null | undefined {
    const { capture } = this.#machine;
    return capture.phase === 'on' ? this.#runs.get(capture.id)?.microphone : undefined;
  }

  /** Begins a dictation, or ends the one that is recorded; resolves when that is so. */
  async toggle(
    beginning: () => Beginning,
    id: string,
    whileTranscribing: 'ignore' | 'record',
  ): Promise<Toggle> {
    const from = this.state;
    const verdict = this.#ask({ ask: 'toggle', id, whileTranscribing }, beginning);
    if (verdict.verdict === 'ignored') return { from, id: null, ignored: verdict.reason };
    const { id: chosen } = accepted(verdict);
    if (chosen === id) await this.#runs.get(id)?.heard;
    return { from, id: chosen, ignored: null };
  }

  /** Begins a dictation; resolves with its first frame. */
  async start(beginning: () => Beginning, id: string): Promise<void> {
    accepted(this.#ask({ ask: 'start', id }, beginning));
    await this.#runs.get(id)?.heard;
  }

  /** Puts audio that is there already into the queue. */
  enqueue(kept: Kept): void {
    accepted(this.#ask({ ask: 'enqueue', id: kept.draft.id }, () => kept));
  }

  /**
   * Transcribes kept audio beside the queue: nobody waits for it, so it neither shows in the state nor
   * holds up what somebody waits for. Resolves with the session as it was left.
   */
  transcribeAside(kept: Kept): Promise<Session | null> {
    return this.#runs.transcribeAside(kept).ended;
  }

  /** Leaves a session that is transcribed beside the queue as it is; resolves when that is so. */
  async leaveAside(id: string): Promise<void> {
    const run = this.#runs.aside(id);
    run?.leave();
    await run?.ended;
  }

  /** Ends the recording; gives the session's id, and its end. */
  stop(id?: string): { id: string; ended: Promise<Session | null> } {
    const capture = this.#machine.capture;
    const run = capture.phase === 'none' ? undefined : this.#runs.get(capture.id);
    const { id: stopped } = accepted(this.#ask({ ask: 'stop', id }));
    return { id: stopped ?? '', ended: run?.ended ?? Promise.resolve(null) };
  }

  /** Cancels what is recorded, else the newest in the queue; resolves when its audio is kept. */
  async cancel(id?: string): Promise<string> {
    const aside = id === undefined ? undefined : this.#runs.aside(id);
    if (id !== undefined && aside) {
      aside.cancel(cancelled());
      await aside.ended;
      return id;
    }
    const verdict = accepted(this.#ask({ ask: 'cancel', id }));
    const given = verdict.id ?? '';
    await this.#runs.get(given)?.ended;
    return given;
  }

  pause(): void {
    accepted(this.#ask({ ask: 'pause' }));
  }

  /** Goes on; tells whether there was anything to go on with. */
  resume(): boolean {
    const was = this.#machine;
    accepted(this.#ask({ ask: 'resume' }));
    return this.#machine !== was && stateOf(was) === 'paused';
  }

  /** Whether no session is recorded or transcribed now. */
  get isStill(): boolean {
    return this.#runs.isStill;
  }

  /** Whether a session is recorded or transcribed now. */
  isBusy(id: string): boolean {
    return this.#runs.has(id);
  }

  /** The end of a session that is recorded or transcribed now. */
  ended(id: string): Promise<Session | null> | null {
    return this.#runs.get(id)?.ended ?? null;
  }

  /**
   * Takes nothing new, finalises a recording and keeps it, gives the queue `patienceMs` to come to
   * its end unless `hurry` aborts, and leaves the rest for the next start.
   */
  async shutdown(patienceMs: number, hurry: AbortSignal): Promise<void> {
    const { capture } = this.#machine;
    this.#ask({ ask: 'shutdown' });
    if (capture.phase !== 'none') this.#runs.get(capture.id)?.leave();
    await this.#runs.leave(patienceMs, hurry);
  }

  #ask(ask: Ask, beginning?: () => Beginning | Kept): Verdict {
    const { machine, acts, verdict } = decide(this.#machine, ask);
    // What a dictation needs is chosen before the machine moves: if that throws, nothing has happened.
    const prepared = acts.some(({ act }) => act === 'open' || act === 'transcribe')
      ? beginning?.()
      : undefined;
    this.#machine = machine;
    for (const act of acts) this.#perform(act, prepared);
    this.#show(verdict.verdict === 'done' ? verdict.id : null);
    return verdict;
  }

  #note(fact: Fact): void {
    this.#machine = note(this.#machine, fact);
    this.#show(fact.id);
  }

  /** Announces the state when it has changed, with the session that changed it. */
  #show(id: string | null): void {
    const from = this.#shown;
    const to = stateOf(this.#machine);
    if (from === to) return;
    this.#shown = to;
    this.#feed.announce('state_changed', { from, to }, id ?? undefined);
  }

  #perform(act: Act, prepared: Beginning | Kept | undefined): void {
    if (act.act === 'exit') return;
    const run = this.#runs.get(act.id);
    switch (act.act) {
      case 'open':
        if (prepared) this.#runs.record(prepared, this.#momentsOf(act.id));
        return;
      case 'transcribe':
        if (prepared) this.#runs.transcribe(prepared);
        return;
      case 'end':
        return run?.stop();
      case 'hold':
        return run?.valve.hold();
      case 'release':
        return run?.valve.release();
      case 'cancel':
        return run?.cancel(cancelled());
      case 'abandon':
        return run?.cancel(
          new WhisError('cancelled', 'The dictation was ended before its first sound.'),
        );
    }
  }

  #over(id: string, session: Session | null): void {
    this.#note({ fact: 'settled', id });
    // Without the message: what a program has said may be part of the text.
    if (session?.error) this.#log.write('error', `${session.error.code}: whis show ${id}`);
    this.#onSettled(session);
  }

  /** What a recording tells the machine and the feed. */
  #momentsOf(id: string): Omit<Moments, 'microphone'> {
    return {
      heard: () => {
        this.#note({ fact: 'heard', id });
        const { capture } = this.#machine;
        return capture.phase === 'on' && capture.id === id;
      },
      captured: () => this.#note({ fact: 'captured', id }),
      unheard: ({ code, message }) => {
        this.#note({ fact: 'unheard', id });
        if (code === 'cancelled') return;
        this.#feed.announce('session_failed', { code, message, late: false }, id);
        this.#log.write('error', message);
      },
      level: ({ dbfs, elapsedMs }) =>
        this.#feed.announce('level', { dbfs, elapsed_ms: elapsedMs }, id),
    };
  }
}

function cancelled(): WhisError {
  return new WhisError('cancelled', 'The dictation was cancelled. Take it back: whis undo');
}
