import type { Exchange } from '../../core/ports.ts';
import type { ServiceName } from '../../protocol/settings.ts';
import type { Allowance } from '../deadline.ts';
import type { Shape } from './shape.ts';

/** A service that turns audio into text, as it is set up here. */
export interface Service {
  readonly name: ServiceName;
  /** How it is spoken to. */
  readonly shape: Shape;
  /** Ends in `/v1`, without a slash. */
  readonly baseUrl: string;
  readonly model: string;
  /** null for a service that wants none. */
  readonly key: string | null;
  readonly patience: Patience;
  /** What asks it. */
  readonly exchange: Exchange;
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

/** Host and port of a service, for people. */
export function hostOf({ baseUrl }: Service): string {
  return new URL(baseUrl).host;
}
