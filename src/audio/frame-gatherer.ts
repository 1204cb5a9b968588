import type { Frame } from '../core/ports.ts';
import { sampleRateHz } from '../core/wav.ts';

/** Each frame goes its way to the disk: a sound server's pieces of 10 ms would each cost as much. */
const enoughSamples = sampleRateHz / 20;

/** Makes larger frames of small ones. */
export interface FrameGatherer {
  /** Takes the next one; gives what has come together once it is 50 ms, and the very first at once. */
  add(frame: Frame): Frame | null;
  /** What is left, since no more will come; null when nothing is. */
  rest(): Frame | null;
}

/** Makes a gatherer for one stream. */
export function createFrameGatherer(): FrameGatherer {
  let isFirst = true;
  let gathered: Frame[] = [];
  let length = 0;

  function rest(): Frame | null {
    if (length === 0) return null;
    const whole = new Int16Array(length);
    let at = 0;
    for (const frame of gathered) {
      whole.set(frame, at);
      at += frame.length;
    }
    gathered = [];
    length = 0;
    return whole;
  }

  return {
    add(frame) {
      gathered.push(frame);
      length += frame.length;
      if (!isFirst && length < enoughSamples) return null;
      isFirst = false;
      return rest();
    },
    rest,
  };
}
