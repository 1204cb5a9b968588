import type { Settings } from '../protocol/settings.ts';

/** How long an engine may take: a fixed part, and a part that grows with the audio. */
export interface Allowance {
  readonly baseMs: number;
  /** Milliseconds for each millisecond of audio. */
  readonly perAudioMs: number;
}

/** What the settings allow; the engine's own where they say nothing. */
export function allowanceOf(
  {
    transcription_seconds: seconds,
    transcription_per_second: perSecond,
  }: Pick<Settings['deadlines'], 'transcription_seconds' | 'transcription_per_second'>,
  own: Allowance,
): Allowance {
  return {
    baseMs: seconds === null ? own.baseMs : seconds * 1000,
    perAudioMs: perSecond ?? own.perAudioMs,
  };
}

/** The longest time that Node's timers take (2³¹ − 1 ms); past it they fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/** The deadline for audio of this length: every engine's comes from here. */
export function deadlineMs({ baseMs, perAudioMs }: Allowance, durationMs: number): number {
  return Math.min(Math.round(baseMs + perAudioMs * durationMs), longestTimerMs);
}
