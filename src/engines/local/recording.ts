import { open, type FileHandle } from 'node:fs/promises';

import { parseWavHeader } from '../../core/wav.ts';
import { endOfPiece, isOurShape, longestPiece } from './pieces.ts';

/** A piece of a recording. */
export interface Piece {
  /** Samples before it in the recording. */
  readonly offset: number;
  readonly samples: Int16Array;
}

const headerBytes = 4096;
const bytesPerSample = 2;

/**
 * Reads a recording piece by piece, so that an hour of it takes no more memory than half a minute.
 * Throws an `Error` for a file that is not in the shape that whis records.
 */
export async function* readPieces(path: string): AsyncGenerator<Piece> {
  const file = await open(path, 'r');
  try {
    const { dataOffset, sampleCount } = await readHeader(file, path);
    for (let offset = 0; offset < sampleCount;) {
      // One sample more than fits tells whether the piece is the last one.
      const wanted = Math.min(longestPiece + 1, sampleCount - offset);
      const samples = new Int16Array(wanted);
      await file.read(samples, 0, samples.byteLength, dataOffset + offset * bytesPerSample);
      const end = endOfPiece(samples);
      yield { offset, samples: samples.subarray(0, end) };
      offset += end;
    }
  } finally {
    await file.close();
  }
}

async function readHeader(
  file: FileHandle,
  path: string,
): Promise<{ dataOffset: number; sampleCount: number }> {
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
