import type { Session } from '../../protocol/session.ts';
import type { Frame } from './sound.ts';

/** A recording that is being written. */
export interface AudioSink {
  readonly path: string;
  /** Appends frames; resolves when the system has taken them. Throws `storage_failed`. */
  append(frame: Frame): Promise<void>;
  /** Makes the file a complete WAV, on disk to stay; gives its length. May be called twice. */
  close(): Promise<{ readonly durationMs: number }>;
}

/** What survives: sessions and their audio. Everything is durable when the call returns. */
export interface Ledger {
  /** Creates or replaces the session's row. Throws `storage_failed`. */
  save(session: Session): void;
  /** Forgets a session in which nothing was recorded, and its files. */
  discard(id: string): Promise<void>;
  createAudio(id: string): Promise<AudioSink>;
  /**
   * Copies a part of a recording, which may still be written, into a WAV file of its own. Whoever
   * asked removes it. Throws `audio_missing` and `storage_failed`.
   */
  cutAudio(
    path: string,
    part: { readonly fromMs: number; readonly toMs: number },
  ): Promise<AudioPart>;
  /** Reads a recording that nobody writes any more. Throws `audio_missing` and `storage_failed`. */
  readAudio(path: string): AsyncIterable<Frame>;
}

/** A part of a recording, in a WAV file of its own. */
export interface AudioPart {
  readonly path: string;
  /** Never rejects. */
  remove(): Promise<void>;
}
