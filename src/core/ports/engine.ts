import type { Segment } from '../../protocol/session.ts';
import type { EngineName } from '../../protocol/settings.ts';
import type { Frame } from './sound.ts';

/** Audio on disk that an engine is to transcribe. */
export interface RecordedAudio {
  /** A WAV file in the shape of `Frame`. */
  readonly path: string;
  readonly durationMs: number;
  /** Language code, or null to let the engine find out. */
  readonly language: string | null;
  /** Where `language` is null: the only ones that are spoken; empty for any. */
  readonly languages: readonly string[];
  /** Names and terms that may come up; an engine that takes no hints ignores them. */
  readonly words: readonly string[];
}

/** How one dictation's audio is to be understood: what does not depend on the piece of it. */
export type Hints = Pick<RecordedAudio, 'language' | 'languages' | 'words'>;

/** What an engine has understood. */
export interface Transcript {
  readonly text: string;
  /** Empty when the engine gives no times. */
  readonly segments: readonly Segment[];
}

/** Turns audio into text. */
export interface Engine {
  readonly name: EngineName;
  /** The weights or the program that it uses. */
  readonly model: string;
  readonly sendsAudioAway: boolean;
  /** The longest audio that it takes at once; longer audio comes in pieces. null takes any. */
  readonly longestMs: number | null;
  /** How many pieces of one recording it may be given at the same time. */
  readonly parallel: number;
  /** Why it is going to fail, in sentences, where that is known; nothing or null where it is not. */
  readonly problem?: string | null;
  /** Loads what it will need, so that the first audio does not wait; what fails is told by `transcribe`. */
  warmUp(hints: Hints): void;
  /** Words while they are spoken; null where it hears whole recordings only. */
  listen(hints: Hints): LiveTranscription | null;
  /**
   * Tells speech from all other sound while it is recorded; null where nothing can that. To be called
   * before `warmUp`: it is ready sooner than what recognises.
   */
  detectSpeech(hints: Hints, events: SpeechEvents): SpeechDetector | null;
  /**
   * Transcribes one recording. Ends within a deadline that grows with the audio's length, whatever
   * hangs: throws `engine_timeout` or `engine_failed` with what to do next, the abort reason when
   * `cancel` aborts.
   */
  transcribe(audio: RecordedAudio, cancel: AbortSignal): Promise<Transcript>;
  /** Lets go of processes and memory; may be called at any time. */
  close(): Promise<void>;
}

/** A recording that is transcribed while it is spoken. */
export interface LiveTranscription {
  /** Takes the next frame; never waits and never throws. */
  add(frame: Frame): void;
  /** Called with the whole text so far whenever it has changed. */
  onText(listener: (text: string) => void): void;
  /** Everything was spoken: gives the text. Throws as `transcribe` does. */
  finish(cancel: AbortSignal): Promise<Transcript>;
  /** Lets go of it; may be called at any time, and more than once. */
  close(): void;
}

/** Tells where in a recording somebody speaks, while it goes on. */
export interface SpeechDetector {
  /** Takes the next frame; never waits and never throws. */
  add(frame: Frame): void;
  /** Everything was recorded: resolves soon, and never rejects. Nothing is told after it. */
  finish(): Promise<void>;
  /** Lets go of it, and tells nothing more; may be called at any time, and more than once. */
  close(): void;
}

/** What a detector tells of one recording: nothing before `detectSpeech` has returned. */
export interface SpeechEvents {
  /** From what was told last up to this sample of the recording, somebody speaks, or nobody. For good. */
  heard(untilSample: number, isSpeech: boolean): void;
  /** It failed: nothing more is told. */
  lost(): void;
}
