import type { Frame, Transcript } from '../../core/ports.ts';
import { isFields } from '../../protocol/fields.ts';
import type { Segment } from '../../protocol/session.ts';
import type { RecogniserConfig } from './config.ts';

/** A model as the child loads it; it keeps the last one of each role. */
export type Part =
  | {
      readonly role: 'recogniser';
      readonly isStreaming: boolean;
      readonly config: RecogniserConfig;
    }
  | { readonly role: 'vad'; readonly config: object }
  | { readonly role: 'punctuation'; readonly isOnline: boolean; readonly config: object };

/** From what was judged before up to this sample, somebody speaks, or nobody. */
export interface Judgement {
  readonly until: number;
  readonly isSpeech: boolean;
}

/** How the text of a model is made readable. */
export interface Manner {
  /** The model writes no punctuation, and perhaps capitals only. */
  readonly isBare: boolean;
}

/** What the daemon asks of the engine's child. */
export type Order =
  | { readonly do: 'load'; readonly part: Part }
  /** `path` is a WAV file in the shape that whis records. */
  | (Manner & {
      readonly do: 'transcribe';
      readonly path: string;
      /** For this recording, in sherpa-onnx's notation; empty for none. */
      readonly hotwords: string;
    })
  /** Words are wanted, or only where somebody speaks. */
  | (Manner & { readonly do: 'listen' })
  | { readonly do: 'detect' }
  /** To one that listens or detects: sound goes on, it is over, nobody wants it any more. */
  | { readonly do: 'hear'; readonly samples: Frame }
  | { readonly do: 'finish' }
  | { readonly do: 'leave' };

/** An order with its number: never used twice for one child, but for those of one sound. */
export type Task = Order & { readonly id: number };

/** What the child answers. */
export type Content =
  | { readonly loaded: true }
  /** All that was understood so far, of so many samples. */
  | { readonly heard: number; readonly text: string }
  | Judgement
  | { readonly transcript: Transcript }
  | { readonly problem: string };

/** An answer, with the number of what it answers. */
export type Answer = Content & { readonly id: number };

/** The number of the task that a message answers, or null for what is no answer at all. */
export function taskOf(message: unknown): number | null {
  return isFields(message) && typeof message['id'] === 'number' ? message['id'] : null;
}

/** An answer as it came out of the child, checked; null when it is none. */
export function parseAnswer(message: unknown): Answer | null {
  const id = taskOf(message);
  if (id === null || !isFields(message)) return null;
  const { problem, transcript, loaded, heard, text, until, isSpeech } = message;
  if (typeof problem === 'string') return { id, problem };
  if (loaded === true) return { id, loaded };
  if (typeof heard === 'number' && typeof text === 'string') return { id, heard, text };
  if (typeof until === 'number' && typeof isSpeech === 'boolean') return { id, until, isSpeech };
  return isTranscript(transcript) ? { id, transcript } : null;
}

function isTranscript(value: unknown): value is Transcript {
  if (!isFields(value)) return false;
  const { text, segments } = value;
  return typeof text === 'string' && Array.isArray(segments) && segments.every(isSegment);
}

function isSegment(value: unknown): value is Segment {
  return (
    isFields(value) &&
    Number.isFinite(value['start_s']) &&
    Number.isFinite(value['end_s']) &&
    typeof value['text'] === 'string'
  );
}
