import type { Frame } from '../core/ports.ts';

const bytesPerSample = 2;

/**
 * Makes a function that cuts a stream of little-endian 16-bit samples into frames, in chunks as they
 * come: a sample that was split between two chunks is put together again. Returns null when a chunk
 * completes no sample. The frames own their memory, so that they do not keep a whole read buffer alive.
 */
export function createFrameCutter(): (chunk: Uint8Array) => Frame | null {
  let odd: number | null = null;
  return (chunk) => {
    const start = odd === null ? 0 : 1;
    const samples = Math.floor((start + chunk.length) / bytesPerSample);
    const frame = new Int16Array(samples);
    const bytes = new Uint8Array(frame.buffer);
    const taken = samples * bytesPerSample - start;
    if (samples > 0) {
      if (odd !== null) bytes[0] = odd;
      bytes.set(chunk.subarray(0, taken), start);
      odd = null;
    }
    odd = chunk[Math.max(taken, 0)] ?? odd;
    return samples > 0 ? frame : null;
  };
}
