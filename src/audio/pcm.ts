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
  const frame = new Int16Array(samples.length);
  for (let index = 0; index < frame.length; index += 1) {
    const value = Math.round((samples[index] ?? 0) * 32_768);
    frame[index] = Math.max(-32_768, Math.min(32_767, value));
  }
  return frame;
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
