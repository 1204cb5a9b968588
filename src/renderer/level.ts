import type { WhisEvent } from '../protocol/events.ts';

/** How loud a tenth of a second was. */
export interface Level {
  /** Null in a microphone's test. */
  readonly sessionId: string | null;
  /** 0 to 1, as it is drawn. */
  readonly loudness: number;
  readonly dbfs: number;
}

/** What is drawn as nothing: a quiet room is about −60 dB, speech about −25. */
const quietestDbfs = -60;

/** What is drawn full. */
const loudestDbfs = -10;

/** The level that an event tells. */
export function levelOf({ data, session_id: id }: WhisEvent & { readonly event: 'level' }): Level {
  return { sessionId: id ?? null, loudness: loudnessOf(data.dbfs), dbfs: data.dbfs };
}

/** Decibels relative to full scale as a height from 0 to 1. */
export function loudnessOf(dbfs: number): number {
  const share = (dbfs - quietestDbfs) / (loudestDbfs - quietestDbfs);
  return Math.min(1, Math.max(0, share));
}
