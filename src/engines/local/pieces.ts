import type { Frame } from '../../core/ports.ts';
import { sampleRateHz, type WavFormat } from '../../core/wav.ts';

/** From where to where, in samples of a recording. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A piece of a recording. */
export interface Piece {
  /** Samples before it in the recording. */
  readonly offset: number;
  readonly samples: Frame;
}

/**
 * The longest piece that is given to a recogniser at once, in samples: Whisper hears the first 30 s
 * only (and drops the rest without a word), the others need memory that grows with the length.
 */
export const longestPiece = 28 * sampleRateHz;

/** A piece is cut in its last 8 s: in the quietest fifth of a second, there in the quietest 20 ms. */
const searchWindow = 8 * sampleRateHz;
const pause = sampleRateHz / 5;
const cut = sampleRateHz / 50;

/**
 * Where to end the piece that begins with these samples; `samples.length` when all of them make one
 * piece. A piece has at most `longestPiece` samples.
 */
export function endOfPiece(samples: Int16Array): number {
  if (samples.length <= longestPiece) return samples.length;
  const tail = samples.subarray(0, longestPiece);
  const from = longestPiece - searchWindow;
  const inPause = from + quietest(tail.subarray(from), pause);
  return inPause + quietest(tail.subarray(inPause, inPause + pause), cut) + cut / 2;
}

/**
 * Around speech so much is kept, since its first and last sounds are soft; pauses shorter than two
 * seconds stay in their piece, which a recogniser understands better with what was said before.
 */
const margin = 0.3 * sampleRateHz;
const shortestGap = 2 * sampleRateHz;

/** Joins the stretches in which speech was found, in order, to what is given to a recogniser at once. */
export function joinSpeech(spoken: readonly Stretch[], sampleCount: number): Stretch[] {
  const joined: Stretch[] = [];
  for (const { from, to } of spoken) {
    const wide = { from: Math.max(0, from - margin), to: Math.min(sampleCount, to + margin) };
    const last = joined.at(-1);
    if (last && wide.from - last.to < shortestGap && wide.to - last.from <= longestPiece)
      joined[joined.length - 1] = { from: last.from, to: wide.to };
    // Both margins may meet in a pause that is kept apart: nothing is heard twice.
    else joined.push({ from: Math.max(wide.from, last?.to ?? 0), to: wide.to });
  }
  return joined;
}

/** Samples as sherpa-onnx takes them, −1 to 1, and silence after them up to this length. */
export function asFloats(samples: Frame, leastLength = 0): Float32Array {
  const floats = new Float32Array(Math.max(samples.length, leastLength));
  for (const [index, sample] of samples.entries()) floats[index] = sample / 32_768;
  return floats;
}

/** Whether a WAV file holds audio in the one shape that whis records. */
export function isOurShape(format: WavFormat): boolean {
  return (
    format.sampleRateHz === sampleRateHz &&
    format.channels === 1 &&
    format.bitsPerSample === 16 &&
    format.encoding === 'integer'
  );
}

/** Where the quietest window of this length begins. */
function quietest(samples: Int16Array, length: number): number {
  let least = Infinity;
  let found = 0;
  for (let at = 0; at + length <= samples.length; at += length / 4) {
    const loudness = sumOfSquares(samples.subarray(at, at + length));
    if (loudness < least) {
      least = loudness;
      found = at;
    }
  }
  return found;
}

function sumOfSquares(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return sum;
}
