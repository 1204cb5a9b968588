import type { Vad } from 'sherpa-onnx-node';

import { asFloats, type Stretch } from './pieces.ts';
import type { Recording } from './recording.ts';

/** The detector is given one window at a time: it judges all that it gets at once. 32 ms. */
const windowLength = 512;

/** Where a recording has speech in it, in order. */
export async function findSpeech(recording: Recording, vad: Vad): Promise<Stretch[]> {
  const found: Stretch[] = [];
  const collect = () => {
    for (; !vad.isEmpty(); vad.pop()) {
      // A copy: memory outside V8's cage is not allowed in Electron.
      const { start: from, samples } = vad.front(false);
      found.push({ from, to: from + samples.length });
    }
  };
  vad.reset();
  let rest = new Float32Array(0);
  for await (const second of recording.seconds()) {
    const samples = joined(rest, asFloats(second));
    const full = samples.length - (samples.length % windowLength);
    for (let at = 0; at < full; at += windowLength)
      vad.acceptWaveform(samples.subarray(at, at + windowLength));
    rest = samples.slice(full);
    collect();
  }
  vad.flush();
  collect();
  return found;
}

function joined(one: Float32Array, other: Float32Array): Float32Array<ArrayBuffer> {
  const both = new Float32Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
