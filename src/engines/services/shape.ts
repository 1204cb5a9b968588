import type { RecordedAudio, Transcript } from '../../core/ports.ts';
import type { Upload } from './upload.ts';

/** What a request is made of, beside the recording. */
export interface Asked {
  /** Ends in `/v1`, without a slash. */
  readonly baseUrl: string;
  readonly model: string;
  /** Whether the extras are left out, since the service has refused one of them. */
  readonly isPlain: boolean;
}

/** How one kind of service is spoken to: what its documentation says, and nothing else. */
export interface Shape {
  /** What people call it. */
  readonly title: string;
  /** Where its makers run it; at any other host it may want no key. */
  readonly host: string;
  /** The longest audio that it takes at once, in milliseconds. */
  readonly longestMs: number;
  /** The header that carries the key. */
  keyHeader(key: string): Readonly<Record<string, string>>;
  /** The request that asks for a transcript. Throws `audio_missing`. */
  upload(audio: RecordedAudio, asked: Asked): Promise<Upload>;
  /** The extras of a request, as a refusal names them: without these, it may be taken. */
  readonly extras: RegExp;
  /** The transcript in the JSON of a 200, or null when there is none in it. */
  read(content: unknown): Transcript | null;
  /** What proves address and key when it is asked for (GET), below the base URL; it costs nothing. */
  readonly trial: string;
}

/** Bytes of a recording for each millisecond of it: 16 kHz, mono, 16 bit. */
const bytesPerMs = 32;

/** More than the form around a recording, its words and the WAV header ever have. */
const formBytes = 65_536;

/** How long a recording may be for an upload of so many bytes, in milliseconds. */
export function longestWithin(uploadBytes: number): number {
  return Math.floor((uploadBytes - formBytes) / bytesPerMs);
}
