import { open, type FileHandle } from 'node:fs/promises';

import type { Frame } from '../core/ports.ts';
import { wavHeaderBytes } from '../core/wav.ts';
import { recordingError } from './storage-error.ts';

/** Two seconds of sound: little memory, and few reads. */
const blockBytes = 65_536;

/**
 * Reads a recording of ours that nobody writes any more, a block at a time. Throws `audio_missing` and
 * `storage_failed`.
 */
export async function* readAudioFile(path: string): AsyncGenerator<Frame, void> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(path, 'r');
    for (let at = wavHeaderBytes; ;) {
      const bytes = new Uint8Array(blockBytes);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, at);
      const frame = new Int16Array(bytes.buffer, 0, Math.floor(bytesRead / 2));
      if (frame.length === 0) return;
      at += frame.byteLength;
      yield frame;
    }
  } catch (error) {
    throw recordingError(path, `The recording ${path} could not be read`, error);
  } finally {
    await handle?.close();
  }
}
