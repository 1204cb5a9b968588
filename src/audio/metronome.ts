import { setTimeout as delay } from 'node:timers/promises';

/** A clock that can be waited for. */
export interface Pace {
  /** Milliseconds since some fixed moment; never goes back. */
  elapsed(): number;
  /** Resolves at that moment of `elapsed`, or as soon as `stop` aborts. */
  until(moment: number, stop: AbortSignal): Promise<void>;
}

/** The real one. */
export const monotonicPace: Pace = {
  elapsed: () => performance.now(),
  async until(moment, stop) {
    try {
      await delay(Math.max(0, moment - performance.now()), undefined, { signal: stop });
    } catch (error) {
      if (!stop.aborted) throw error;
    }
  },
};

/** Gives the beat of a microphone. */
export interface Metronome {
  /** Resolves when the next beat is due: true, or false when that is after the stop. */
  beat(): Promise<boolean>;
  close(): void;
}

/** Later than this, the process was suspended: a microphone does not make up for that either. */
const catchUpMs = 1000;

/**
 * Starts a metronome that beats every `everyMs` from now on until `stop` aborts. It goes by the time
 * that has passed, not by counting timers, so that it does not drift: a late beat is followed by early
 * ones, and beats that were due before the stop are still given to a slow listener.
 */
export function startMetronome(everyMs: number, stop: AbortSignal, pace: Pace): Metronome {
  let start = pace.elapsed();
  let beats = 0;
  let stoppedAt = stop.aborted ? start : Infinity;
  const onStop = () => (stoppedAt = pace.elapsed());
  stop.addEventListener('abort', onStop, { once: true });
  return {
    async beat() {
      beats += 1;
      const due = start + beats * everyMs;
      const late = pace.elapsed() - due;
      if (late > catchUpMs) start += late;
      else if (late < 0 && due <= stoppedAt) await pace.until(due, stop);
      return due <= stoppedAt;
    },
    close: () => stop.removeEventListener('abort', onStop),
  };
}
