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
  readonly sink: AudioSink;
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
  /** The first frame of the session is on its way to the disk. */
  heard(): void;
  level(reading: Reading): void;
  silent(): void;
  limitNear(secondsLeft: number): void;
}

/**
 * Records until `stop`, the limit or silence ends it; while the valve is held, the microphone is
 * closed and the limit stands still. Returns why sound was lost, or null when all went well: what
 * was heard until then is in the sink. Throws `microphone_unavailable` when nothing was ever heard,
 * and the abort reason when `cancel` aborts.
 */
export async function capture(request: CaptureRequest): Promise<WhisError | null> {
  const { valve, stop, cancel } = request;
  const recording = new Recording(request);
  try {
    while (!stop.aborted && !recording.isFull) {
      await listen(request, recording);
      if (valve.isHeld) await turned(valve, [stop, cancel]);
      cancel.throwIfAborted();
    }
    return null;
  } catch (thrown) {
    cancel.throwIfAborted();
    const error = asWhisError(thrown, 'microphone_lost');
    if (recording.hasSound) return error;
    const isStorage = error.code === 'storage_failed';
    throw isStorage
      ? error
      : new WhisError('microphone_unavailable', error.message, { cause: error });
  }
}

/** Opens the microphone once, until something closes it. */
async function listen(request: CaptureRequest, recording: Recording): Promise<void> {
  const { recorder, microphone, valve, stop, cancel } = request;
  const close = new AbortController();
  const shut = () => close.abort();
  const forget = [valve.onceTurned(shut), onAbort(stop, shut), onAbort(cancel, shut)];
  try {
    if (valve.isHeld) return;
    const { recordedMs } = recording;
    for await (const frame of recorder.record({ microphone, stop: close.signal, recordedMs })) {
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
  hasSound = false;
  isFull = false;

  constructor(request: CaptureRequest) {
    this.#request = request;
  }

  get recordedMs(): number {
    return this.#meter.elapsedMs;
  }

  async add(frame: Frame): Promise<void> {
    const { sink, on } = this.#request;
    if (!this.hasSound) {
      this.hasSound = true;
      on.heard();
    }
    await sink.append(frame);
    for (const reading of this.#meter.add(frame)) this.#judge(reading);
    if (this.#meter.elapsedMs >= this.#request.maxMs) this.isFull = true;
  }

  #judge(reading: Reading): void {
    const { on, maxMs, quietMs } = this.#request;
    on.level(reading);
    if (!this.#isDead && reading.isDigitalSilence && reading.elapsedMs >= deadMicrophoneMs) {
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
