import { basename } from 'node:path';

import type { Frame, Recorder } from '../core/ports.ts';
import { sampleRateHz } from '../core/wav.ts';
import { WhisError } from '../protocol/errors.ts';
import { monotonicPace, startMetronome, type Pace } from './metronome.ts';
import { readWavFile } from './wav-file.ts';

const frameMs = 20;
const frameLength = (sampleRateHz / 1000) * frameMs;

/**
 * A WAV file that plays the microphone, from its start in every dictation, then silence until the
 * stop; after a pause it goes on where it was. With `real` its frames of 20 ms come when a microphone's would; with `max` as fast as they are
 * read, and only the silence at its own speed. A file that cannot be read is `microphone_unavailable`,
 * or `microphone_lost` when that shows in the middle.
 */
export function openFileRecorder(
  { path, speed }: { readonly path: string; readonly speed: 'real' | 'max' },
  pace: Pace = monotonicPace,
): Recorder {
  return {
    name: basename(path),
    isFile: true,
    async *record({ stop, recordedMs = 0 }) {
      if (stop.aborted) return;
      const file = inFrames(readWavFile(path))[Symbol.asyncIterator]();
      let isHeard = false;
      let heardMs = 0;
      let metronome = startMetronome(frameMs, stop, pace);
      try {
        for (;;) {
          const next = await readNext(file, isHeard, path);
          if (next === null) break;
          heardMs += frameMs;
          if (heardMs <= recordedMs) continue;
          if (speed === 'max' ? stop.aborted : !(await metronome.beat())) return;
          isHeard = true;
          yield next;
        }
        if (speed === 'max') {
          metronome.close();
          metronome = startMetronome(frameMs, stop, pace);
        }
        while (await metronome.beat()) yield new Int16Array(frameLength);
      } finally {
        metronome.close();
        await file.return();
      }
    },
    microphones: () =>
      Promise.resolve([
        { name: path, description: `${basename(path)} plays the microphone`, is_default: true },
      ]),
  };
}

async function readNext(
  file: AsyncIterator<Frame, void>,
  isHeard: boolean,
  path: string,
): Promise<Frame | null> {
  try {
    const { done, value } = await file.next();
    return done ? null : value;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new WhisError(
      isHeard ? 'microphone_lost' : 'microphone_unavailable',
      `The file that plays the microphone, ${path}, fails. ${reason} Name another with --input.`,
      { cause: error },
    );
  }
}

/** Frames of 20 ms each; the last one is filled up with silence. */
async function* inFrames(pieces: AsyncIterable<Frame>): AsyncGenerator<Frame, void, undefined> {
  let frame = new Int16Array(frameLength);
  let filled = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      const part = piece.subarray(at, at + frameLength - filled);
      frame.set(part, filled);
      at += part.length;
      filled += part.length;
      if (filled < frameLength) continue;
      yield frame;
      frame = new Int16Array(frameLength);
      filled = 0;
    }
  }
  if (filled > 0) yield frame;
}
