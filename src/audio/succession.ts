import { setTimeout as delay } from 'node:timers/promises';

import type { Frame, MicrophoneEvents } from '../core/ports.ts';
import { asWhisError, WhisError } from '../protocol/errors.ts';

/** How long nothing is tried when no microphone opened: each try starts up to three programs. */
const pauseMs = 200;

/** A microphone that PulseAudio has let fall asleep needs up to this long to its first frame. */
const wakingMs = 2000;

/** What is asked of a recording that may go through several microphones. */
export interface SuccessionRequest {
  /** Null is the system's default. */
  readonly microphone: string | null;
  /** Those that take over, in this order. */
  readonly others: readonly string[];
  /** How long it may take to a first frame, at the start and after a loss. */
  readonly withinMs: number;
  readonly stop: AbortSignal;
  readonly on: MicrophoneEvents;
}

/** Records from one microphone, as `Recorder.record` does; its first frame may take `firstFrameMs`. */
export type RecordOne = (microphone: string | null, firstFrameMs: number) => AsyncIterable<Frame>;

/**
 * Yields the frames of the first microphone that opens, in the order asked for, and of the next one
 * that opens after each loss. As `Recorder.record` otherwise.
 */
export async function* recordInSuccession(
  request: SuccessionRequest,
  recordOne: RecordOne,
): AsyncGenerator<Frame, void> {
  const { microphone, others, withinMs, stop, on } = request;
  const all = distinct([microphone, ...others]);
  let heardAt: number | null = null;
  let candidates = all;
  let loss: WhisError | null = null;
  let until = performance.now() + withinMs;
  for (;;) {
    const end: End = yield* recordFirst(candidates, recordOne, {
      until,
      opened: (name) => on.opened(name, heardAt === null ? 0 : performance.now() - heardAt),
      heard: () => (heardAt = performance.now()),
    });
    if (end.how === 'stopped') return;
    if (end.how === 'lost') {
      loss = end.error;
      candidates = after(end.microphone, all);
      until = performance.now() + withinMs;
      on.lost(loss);
      continue;
    }
    if (loss === null) throw unopened(end.errors, others);
    if (performance.now() + pauseMs >= until) throw loss;
    await delay(pauseMs, undefined, { signal: stop }).catch(() => {});
    if (stop.aborted) return;
  }
}

/** How an attempt to record with one of several microphones ended. */
type End =
  | { readonly how: 'stopped' }
  | { readonly how: 'lost'; readonly microphone: string | null; readonly error: WhisError }
  /** One for each microphone, in their order; at least one. */
  | { readonly how: 'unopened'; readonly errors: readonly WhisError[] };

/**
 * Records with the first that opens. Each has its share of the time that is left, and time to wake
 * up, so that one that hangs does not keep the others from being tried.
 */
async function* recordFirst(
  microphones: readonly (string | null)[],
  recordOne: RecordOne,
  {
    until,
    opened,
    heard,
  }: {
    readonly until: number;
    readonly opened: (microphone: string | null) => void;
    readonly heard: () => void;
  },
): AsyncGenerator<Frame, End> {
  const errors: WhisError[] = [];
  for (const [index, microphone] of microphones.entries()) {
    const leftMs = Math.max(until - performance.now(), 1);
    const shareMs = Math.max(leftMs / (microphones.length - index), Math.min(leftMs, wakingMs));
    let isOpen = false;
    try {
      for await (const frame of recordOne(microphone, shareMs)) {
        if (!isOpen) opened(microphone);
        isOpen = true;
        heard();
        yield frame;
      }
      return { how: 'stopped' };
    } catch (thrown) {
      const error = asWhisError(thrown, 'microphone_lost');
      if (isOpen) return { how: 'lost', microphone, error };
      errors.push(error);
    }
  }
  return { how: 'unopened', errors };
}

/** Who is tried when one was lost: those after it, itself, those before it, the default. */
function after(lost: string | null, all: readonly (string | null)[]): readonly (string | null)[] {
  const place = all.indexOf(lost);
  return distinct([...all.slice(place + 1), lost, ...all.slice(0, Math.max(place, 0)), null]);
}

function distinct<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Set(items)];
}

function unopened(errors: readonly WhisError[], others: readonly string[]): WhisError {
  const [first, ...rest] = errors;
  const error = asWhisError(first, 'microphone_unavailable');
  if (rest.length === 0) return error;
  const names = others.map((name) => `“${name}”`).join(', ');
  return new WhisError(error.code, `${error.message} Nor did ${names} open.`, { cause: error });
}
