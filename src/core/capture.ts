import { asWhisError, WhisError } from '../protocol/errors.ts';
import { LevelMeter, type Reading } from './level.ts';
import type { AudioSink, Frame, Recorder } from './ports.ts';
import type { Valve } from './valve.ts';

/** A nearing limit is told this long before. */
const warningMs = 60_000;

/** Digital silence for this long from the start on means that the microphone is dead. */
const deadMicrophoneMs = 2_000;

/** What is asked of one recording. */
export interface CaptureRequest {
  readonly recorder: Recorder;
  readonly microphone: string | null;
  /** Those that take over, in this order, when it cannot be opened or is lost. */
  readonly others: readonly string[];
  /** How long a first frame may take, at the start and after a loss. */
  readonly withinMs: number;
  readonly sink: Pick<AudioSink, 'append'>;
  readonly maxMs: number;
  /** Ends it after this much silence once something was said; null never does. */
  readonly quietMs: number | null;
  readonly valve: Valve;
  /** That is enough: use what there is. */
  readonly stop: AbortSignal;
  /** As if it had never happened. */
  readonly cancel: AbortSignal;
  readonly on: CaptureEvents;
}

/** What is told while sound comes in. */
export interface CaptureEvents {
  /** The first frame of the session is in its file. */
  heard(): void;
  level(reading: Reading): void;
  /** Which microphone is heard from now on; null is the default. Told before its level and silence. */
  microphone(name: string | null): void;
  silent(): void;
  /** No more comes from the microphone, or to the disk; another microphone may take over. */
  lost(error: WhisError): void;
  /** Another microphone is heard from `atMs` on; nothing was heard for `gapMs` before that. */
  changed(microphone: string | null, atMs: number, gapMs: number): void;
  limitNear(secondsLeft: number): void;
}

/**
 * Records until `stop`, the limit, silence or a loss that no microphone mends ends it; while the
 * valve is held, the microphone is closed and the limit stands still. What was heard is in the sink.
 * Throws `microphone_unavailable` when nothing was ever heard, and the abort reason when `cancel`
 * aborts.
 */
export async function capture(request: CaptureRequest): Promise<void> {
  const { valve, stop, cancel } = request;
  const recording = new Recording(request);
  try {
    while (!stop.aborted && !recording.isFull) {
      await listen(request, recording);
      if (valve.isHeld) await turned(valve, [stop, cancel]);
      cancel.throwIfAborted();
    }
  } catch (thrown) {
    cancel.throwIfAborted();
    const error = asWhisError(thrown, 'microphone_lost');
    if (recording.hasSound) return recording.lose(error);
    const isStorage = error.code === 'storage_failed';
    throw isStorage
      ? error
      : new WhisError('microphone_unavailable', error.message, { cause: error });
  }
}

/** Opens the microphone once, until something closes it. */
async function listen(request: CaptureRequest, recording: Recording): Promise<void> {
  const { recorder, microphone, others, withinMs, valve, stop, cancel } = request;
  const close = new AbortController();
  const shut = () => close.abort();
  const forget = [valve.onceTurned(shut), onAbort(stop, shut), onAbort(cancel, shut)];
  try {
    if (valve.isHeld) return;
    const { recordedMs } = recording;
    const frames = recorder.record({
      microphone,
      others,
      withinMs,
      recordedMs,
      stop: close.signal,
      on: {
        opened: (name, gapMs) => recording.open(name, gapMs),
        lost: (error) => recording.lose(asWhisError(error, 'microphone_lost')),
      },
    });
    for await (const frame of frames) {
      cancel.throwIfAborted();
      await recording.add(frame);
      if (recording.isFull) return;
    }
    if (!close.signal.aborted)
      throw new WhisError('microphone_lost', 'The sound has ended by itself.');
  } finally {
    for (const undo of forget) undo();
  }
}

/** What one session has recorded so far. */
class Recording {
  readonly #request: CaptureRequest;
  readonly #meter = new LevelMeter();
  #isWarned = false;
  #isDead = false;
  #microphone: string | null;
  /** Set while the next frame is the first of another microphone: how long nothing was heard. */
  #gapMs: number | null = null;
  /** Where the microphone that is heard now began. */
  #openedAtMs = 0;
  #loss: WhisError | null = null;
  hasSound = false;
  isFull = false;

  constructor(request: CaptureRequest) {
    this.#request = request;
    this.#microphone = request.microphone;
  }

  get recordedMs(): number {
    return this.#meter.elapsedMs;
  }

  /** A microphone was opened: the frames from now on are its own. */
  open(microphone: string | null, gapMs: number): void {
    const isAgain = this.#loss !== null;
    if (microphone === this.#microphone && !isAgain) return;
    this.#microphone = microphone;
    this.#gapMs = gapMs;
    this.#loss = null;
  }

  /** No more comes; what is told already is not told again. */
  lose(error: WhisError): void {
    if (this.#loss === null) this.#request.on.lost(error);
    this.#loss = error;
  }

  async add(frame: Frame): Promise<void> {
    const { sink, on } = this.#request;
    await sink.append(frame); // kept before anybody is told of it
    if (!this.hasSound) {
      this.hasSound = true;
      on.heard();
      on.microphone(this.#microphone);
    }
    if (this.#gapMs !== null) this.#begin(this.#gapMs);
    for (const reading of this.#meter.add(frame)) this.#judge(reading);
    if (this.#meter.elapsedMs >= this.#request.maxMs) this.isFull = true;
  }

  /** Another microphone: whether it is dead is another question than before. */
  #begin(gapMs: number): void {
    const { on } = this.#request;
    this.#gapMs = null;
    this.#openedAtMs = this.#meter.elapsedMs;
    this.#isDead = false;
    this.#meter.begin();
    on.microphone(this.#microphone);
    on.changed(this.#microphone, this.#openedAtMs, gapMs);
  }

  #judge(reading: Reading): void {
    const { on, maxMs, quietMs } = this.#request;
    on.level(reading);
    const heardMs = reading.elapsedMs - this.#openedAtMs;
    if (!this.#isDead && reading.isDigitalSilence && heardMs >= deadMicrophoneMs) {
      this.#isDead = true;
      on.silent();
    }
    const leftMs = maxMs - reading.elapsedMs;
    if (!this.#isWarned && maxMs > warningMs && leftMs <= warningMs) {
      this.#isWarned = true;
      on.limitNear(Math.round(leftMs / 1000));
    }
    if (quietMs !== null && reading.quietMs >= quietMs) this.isFull = true;
  }
}

/** Resolves at the valve's next turn, or when one of the signals aborts. */
function turned(valve: Valve, signals: readonly AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    const undo: Array<() => void> = [];
    const go = () => {
      for (const step of undo) step();
      resolve();
    };
    undo.push(valve.onceTurned(go), ...signals.map((signal) => onAbort(signal, go)));
  });
}

/** Calls back when the signal aborts, at once when it has; the result takes that back. */
function onAbort(signal: AbortSignal, listener: () => void): () => void {
  if (signal.aborted) listener();
  signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
}
