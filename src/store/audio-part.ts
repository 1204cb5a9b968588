import { open, readdir, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import type { AudioPart } from '../core/ports.ts';
import { bytesOfDuration, wavHeader, wavHeaderBytes } from '../core/wav.ts';
import { recordingError } from './storage-error.ts';

/** What the name of a part ends in: one that a crash left behind is known by it. */
const partEnding = '.part.wav';

/**
 * Copies a part of a recording of ours, which may still be written, into a WAV file beside it, 0600.
 * It ends where the recording ends, if that is earlier. Nothing is synced: a part is made to be read
 * once. Throws `audio_missing` and `storage_failed`.
 */
export async function cutAudioFile(
  path: string,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<AudioPart> {
  const part = `${path.replace(/\.wav$/, '')}.${Math.round(fromMs)}-${Math.round(toMs)}${partEnding}`;
  try {
    const samples = await readBytes(path, bytesOfDuration(fromMs), bytesOfDuration(toMs));
    await writeFile(part, [wavHeader(samples.length), samples], { mode: 0o600 });
  } catch (error) {
    await removeFile(part);
    throw recordingError(path, `A part of the recording ${path} could not be written`, error);
  }
  return { path: part, remove: () => removeFile(part) };
}

/** Removes the parts that crashes have left in a folder of recordings, while nobody makes any. Never rejects. */
export async function removeParts(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) if (name.endsWith(partEnding)) await removeFile(join(folder, name));
}

async function readBytes(path: string, from: number, to: number): Promise<Uint8Array> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(path, 'r');
    const bytes = new Uint8Array(to - from);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, wavHeaderBytes + from);
    return bytes.subarray(0, bytesRead - (bytesRead % 2));
  } finally {
    await handle?.close();
  }
}

/** One that cannot be removed now is removed at the next start. */
async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true }).catch(() => {});
}
