import { open, type FileHandle } from 'node:fs/promises';

import type { Frame } from '../../core/ports.ts';
import { parseWavHeader, sampleRateHz } from '../../core/wav.ts';
import { endOfPiece, isOurShape, longestPiece, type Piece, type Stretch } from './pieces.ts';

const headerBytes = 4096;
const bytesPerSample = 2;

/**
 * Opens a recording; whoever did closes it. Throws an `Error` for a file that is not in the shape that
 * whis records.
 */
export async function openRecording(path: string): Promise<Recording> {
  const file = await open(path, 'r');
  try {
    return new Recording(file, await readHeader(file, path));
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** A recording on disk, read piece by piece: an hour of it takes no more memory than half a minute. */
export class Recording {
  readonly sampleCount: number;
  readonly #file: FileHandle;
  readonly #dataOffset: number;

  constructor(file: FileHandle, { dataOffset, sampleCount }: Header) {
    this.#file = file;
    this.#dataOffset = dataOffset;
    this.sampleCount = sampleCount;
  }

  /** The pieces of one stretch, cut in its quietest moments; none has more than `longestPiece`. */
  async *pieces({ from, to }: Stretch): AsyncGenerator<Piece> {
    for (let offset = from; offset < to;) {
      // One sample more than fits tells whether the piece is the last one.
      const samples = await this.#read(offset, Math.min(longestPiece + 1, to - offset));
      const end = endOfPiece(samples);
      yield { offset, samples: samples.subarray(0, end) };
      offset += end;
    }
  }

  /** All of it, a second at a time. */
  async *seconds(): AsyncGenerator<Frame> {
    for (let offset = 0; offset < this.sampleCount; offset += sampleRateHz) {
      yield await this.#read(offset, Math.min(sampleRateHz, this.sampleCount - offset));
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #read(offset: number, count: number): Promise<Frame> {
    const samples = new Int16Array(count);
    const position = this.#dataOffset + offset * bytesPerSample;
    await this.#file.read(samples, 0, samples.byteLength, position);
    return samples;
  }
}

interface Header {
  /** Bytes before the first sample. */
  readonly dataOffset: number;
  readonly sampleCount: number;
}

async function readHeader(file: FileHandle, path: string): Promise<Header> {
  const { buffer, bytesRead } = await file.read(new Uint8Array(headerBytes), 0, headerBytes, 0);
  const format = parseWavHeader(buffer.subarray(0, bytesRead));
  if (!format || !isOurShape(format))
    throw new Error(`${path} is not a WAV file of 16 kHz, one channel and 16 bits.`);
  const { size } = await file.stat();
  // A recording that a crash cut off may claim more than there is.
  const dataBytes = Math.min(format.dataBytes, Math.max(0, size - format.dataOffset));
  return {
    dataOffset: format.dataOffset,
    sampleCount: Math.floor(dataBytes / bytesPerSample),
  };
}
