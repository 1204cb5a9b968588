import type { Frame } from '../core/ports.ts';
import type { WavFormat } from '../core/wav.ts';

/**
 * Samples of a WAV file as one channel of numbers from −1 to 1: channels are averaged. `bytes` holds
 * whole sample frames.
 */
export function decodeMono(bytes: Uint8Array, format: WavFormat): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = sampleReader(view, format);
  const width = format.bitsPerSample / 8;
  const { channels } = format;
  const mono = new Float32Array(Math.floor(bytes.length / (width * channels)));
  for (let index = 0, at = 0; index < mono.length; index += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1, at += width) sum += read(at);
    mono[index] = sum / channels;
  }
  return mono;
}

/** Numbers from −1 to 1 as a frame; what is louder is cut off. */
export function encodeFrame(samples: Float32Array): Frame {
  return Int16Array.from(samples, (sample) =>
    Math.max(-32768, Math.min(32767, Math.round(sample * 32768))),
  );
}

function sampleReader(view: DataView, format: WavFormat): (at: number) => number {
  if (format.encoding === 'float') return (at) => view.getFloat32(at, true);
  switch (format.bitsPerSample) {
    case 8:
      // The only width without a sign.
      return (at) => (view.getUint8(at) - 128) / 128;
    case 16:
      return (at) => view.getInt16(at, true) / 2 ** 15;
    case 24:
      return (at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 2 ** 16) / 2 ** 23;
    default:
      return (at) => view.getInt32(at, true) / 2 ** 31;
  }
}
