import type { Allowance } from '../deadline.ts';

/** A service that understands OpenAI's `/v1/audio/transcriptions`. */
export interface Service {
  /** Where recordings are posted to. */
  readonly url: URL;
  readonly model: string;
  /** null for a service that wants none. */
  readonly key: string | null;
  readonly patience: Patience;
}

/** How often and how long a service is asked. */
export interface Patience {
  readonly tries: number;
  /** For each try: the upload and the answer. */
  readonly allowance: Allowance;
  /** Pause before the second try; doubled before the third. Half of it is left to chance. */
  readonly backOffMs: number;
  /** A service that asks for a longer pause is not asked again. */
  readonly longestPauseMs: number;
}

/**
 * 15 s for the connection and the answer, and the audio's length once more: on a slow line the upload
 * (256 kbit/s) takes a part of it, at a service of one's own without a graphics card the recogniser.
 */
export const usualPatience: Patience = {
  tries: 3,
  allowance: { baseMs: 15_000, perAudioMs: 1 },
  backOffMs: 1000,
  longestPauseMs: 30_000,
};

/** Whether a URL's host is the machine that we are on. */
export function isThisMachine({ hostname }: URL): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
