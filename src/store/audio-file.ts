import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { AudioSink, Frame } from '../core/ports.ts';
import { bytesOfFrame, durationOfBytes, wavHeader, wavHeaderBytes } from '../core/wav.ts';
import { isMissing, storageError } from './storage-error.ts';
import { syncFolder } from './sync-folder.ts';

/**
 * A frame is synced this long after it came at the latest. What comes later a crash of the whole
 * machine may cost; a crash of ours alone costs nothing that was written.
 */
const syncWithinMs = 1000;

/**
 * A recording on disk: a WAV file in the shape of `Frame`, 0600. It grows with every frame; a second
 * after the first one that is not synced its header is set right and it is synced, whether more come
 * or the dictation is held, so that it is a valid file again after any crash (and `repairAudio` finds
 * the rest).
 */
export class AudioFile implements AudioSink {
  readonly path: string;
  readonly #handle: FileHandle;
  #dataBytes = 0;
  /** The write before, so that frames go to disk in the order in which they came. */
  #writing: Promise<void> = Promise.resolve();
  #syncing: Promise<void> = Promise.resolve();
  /** Set while there is something that is not synced. */
  #syncTimer: NodeJS.Timeout | undefined;
  #syncFailure: { readonly cause: unknown } | null = null;
  #closed: Promise<{ readonly durationMs: number }> | null = null;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  /** Begins a recording; a file that is there already is never written over. Throws `storage_failed`. */
  static async create(path: string): Promise<AudioFile> {
    try {
      const handle = await open(path, 'wx', 0o600);
      const file = new AudioFile(path, handle);
      await file.#sync();
      await syncFolder(dirname(path));
      return file;
    } catch (error) {
      throw failure(path, error);
    }
  }

  /**
   * Appends a frame, which must not change until the promise resolves. A frame that the disk does not
   * take is left out whole: the next one follows the last good one. Throws `storage_failed`, for a
   * sync that failed since the last call too.
   */
  append(frame: Frame): Promise<void> {
    const written = this.#writing.then(() => this.#write(bytesOfFrame(frame)));
    this.#writing = written.catch(() => {});
    return written;
  }

  close(): Promise<{ readonly durationMs: number }> {
    this.#closed ??= this.#finish();
    return this.#closed;
  }

  async #write(bytes: Uint8Array): Promise<void> {
    try {
      for (let at = 0; at < bytes.length;) {
        const position = wavHeaderBytes + this.#dataBytes + at;
        const { bytesWritten } = await this.#handle.write(bytes, at, bytes.length - at, position);
        at += bytesWritten;
      }
      this.#dataBytes += bytes.length;
      const failed = this.#syncFailure;
      this.#syncFailure = null;
      if (failed) throw failed.cause;
    } catch (error) {
      throw failure(this.path, error);
    }
    this.#syncTimer ??= setTimeout(() => this.#syncSoon(), syncWithinMs);
  }

  /** Frames do not wait for the disk's slowest operation. */
  #syncSoon(): void {
    this.#syncTimer = undefined;
    this.#syncing = this.#syncing
      .then(() => this.#sync())
      .catch((cause: unknown) => {
        this.#syncFailure = { cause };
      });
  }

  async #sync(): Promise<void> {
    const header = wavHeader(this.#dataBytes);
    await this.#handle.write(header, 0, header.length, 0);
    await this.#handle.datasync();
  }

  async #finish(): Promise<{ readonly durationMs: number }> {
    await this.#writing;
    clearTimeout(this.#syncTimer);
    await this.#syncing;
    try {
      // A part of a frame that the full disk did take.
      await this.#handle.truncate(wavHeaderBytes + this.#dataBytes);
      await this.#sync();
      await this.#handle.sync();
    } catch (error) {
      throw failure(this.path, error);
    } finally {
      await this.#handle.close();
    }
    return { durationMs: durationOfBytes(this.#dataBytes) };
  }
}

/** A recording that is whole again. */
export interface RepairedAudio {
  readonly path: string;
  readonly durationMs: number;
}

/**
 * Makes a recording that a crash cut off a valid WAV file again: its header is set from the file's
 * real length, half a sample at its end is cut. Null when there is no file, or no sample in it.
 * Throws `storage_failed`.
 */
export async function repairAudioFile(path: string): Promise<RepairedAudio | null> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(path, 'r+');
    const { size } = await handle.stat();
    const soundBytes = Math.max(0, size - wavHeaderBytes);
    const dataBytes = soundBytes - (soundBytes % 2);
    if (dataBytes === 0) return null;
    await handle.truncate(wavHeaderBytes + dataBytes);
    const header = wavHeader(dataBytes);
    await handle.write(header, 0, header.length, 0);
    await handle.sync();
    return { path, durationMs: durationOfBytes(dataBytes) };
  } catch (error) {
    if (isMissing(error)) return null;
    throw storageError(`The recording ${path} could not be repaired`, error);
  } finally {
    await handle?.close();
  }
}

function failure(path: string, error: unknown): Error {
  return storageError(`The recording ${path} could not be written`, error);
}
