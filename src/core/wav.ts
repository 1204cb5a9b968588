import type { Frame } from './ports.ts';

/** The shape of every recording: 16,000 samples a second, one channel, 16 bits. */
export const sampleRateHz = 16_000;

/** Bytes before the samples in a WAV file that whis writes. */
export const wavHeaderBytes = 44;

const bytesPerSample = 2;

/** What a WAV file's header says. Source: Microsoft's “Multimedia Programming Interface 1.0”, RIFF. */
export interface WavFormat {
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly bitsPerSample: number;
  readonly encoding: 'integer' | 'float';
  /** Where the samples begin, in bytes from the file's start. */
  readonly dataOffset: number;
  /** Length of the samples as the header has it; a file cut off by a crash may say less or more. */
  readonly dataBytes: number;
}

/** The 44 bytes before `dataBytes` bytes of samples in our shape. */
export function wavHeader(dataBytes: number): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(wavHeaderBytes);
  const view = new DataView(header.buffer);
  header.set(ascii('RIFF'), 0);
  view.setUint32(4, wavHeaderBytes - 8 + dataBytes, true);
  header.set(ascii('WAVEfmt '), 8);
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRateHz, true);
  view.setUint32(28, sampleRateHz * bytesPerSample, true);
  view.setUint16(32, bytesPerSample, true);
  view.setUint16(34, 8 * bytesPerSample, true);
  header.set(ascii('data'), 36);
  view.setUint32(40, dataBytes, true);
  return header;
}

/**
 * Reads a WAV header from a file's first bytes (4 KiB are plenty). Returns null for anything but PCM
 * integers of 8, 16, 24 or 32 bits or floats of 32, plain or in the extensible form.
 */
export function parseWavHeader(bytes: Uint8Array): WavFormat | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (word(bytes, 0) !== 'RIFF' || word(bytes, 8) !== 'WAVE') return null;
  let format: Omit<WavFormat, 'dataOffset' | 'dataBytes'> | null = null;
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (word(bytes, at) === 'data')
      return format && { ...format, dataOffset: body, dataBytes: size };
    if (word(bytes, at) === 'fmt ' && body + 16 <= bytes.length)
      format = readFormat(view, body, size);
    at = body + size + (size % 2);
  }
  return null;
}

/** Length of samples in our shape. */
export function durationOfBytes(dataBytes: number): number {
  return Math.floor(dataBytes / bytesPerSample) / (sampleRateHz / 1000);
}

/** The other way round: bytes of whole samples in our shape. */
export function bytesOfDuration(ms: number): number {
  return Math.round((ms * sampleRateHz) / 1000) * bytesPerSample;
}

/** A frame as the bytes of a WAV file: little-endian, as every platform that whis runs on is. */
export function bytesOfFrame(frame: Frame): Uint8Array {
  return new Uint8Array(frame.buffer, frame.byteOffset, frame.byteLength);
}

function readFormat(
  view: DataView,
  at: number,
  size: number,
): Omit<WavFormat, 'dataOffset' | 'dataBytes'> | null {
  const extensible = 0xfffe;
  const tag = view.getUint16(at, true);
  // The extensible form keeps the real tag in the first two bytes of a GUID, 24 bytes in.
  const isExtended = tag === extensible && size >= 40 && at + 26 <= view.byteLength;
  const actual = isExtended ? view.getUint16(at + 24, true) : tag;
  const bitsPerSample = view.getUint16(at + 14, true);
  const encoding = actual === 3 ? 'float' : 'integer';
  const isKnown =
    (actual === 1 && [8, 16, 24, 32].includes(bitsPerSample)) ||
    (actual === 3 && bitsPerSample === 32);
  const channels = view.getUint16(at + 2, true);
  const rate = view.getUint32(at + 4, true);
  return isKnown && channels > 0 && rate > 0
    ? { sampleRateHz: rate, channels, bitsPerSample, encoding }
    : null;
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function word(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}
