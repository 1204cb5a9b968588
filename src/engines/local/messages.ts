import type { Segment } from '../../protocol/session.ts';
import type { Transcript } from '../../core/ports.ts';
import type { RecogniserConfig } from './config.ts';

/** What the daemon asks of the engine's child. */
export interface Task {
  /** Never used twice for one child. */
  readonly id: number;
  /** The child keeps the model of the last task; another configuration loads another model. */
  readonly config: RecogniserConfig;
  /** A WAV file in the shape that whis records. */
  readonly path: string;
}

/** What the child answers. */
export type Answer =
  | { readonly id: number; readonly transcript: Transcript }
  | { readonly id: number; readonly problem: string };

/** The number of the task that a message answers, or null for what is no answer at all. */
export function taskOf(message: unknown): number | null {
  return isFields(message) && typeof message['id'] === 'number' ? message['id'] : null;
}

/** An answer as it came out of the child, checked; null when it is none. */
export function parseAnswer(message: unknown): Answer | null {
  const id = taskOf(message);
  if (id === null || !isFields(message)) return null;
  const { problem, transcript } = message;
  if (typeof problem === 'string') return { id, problem };
  if (!isFields(transcript)) return null;
  const { text, segments } = transcript;
  if (typeof text !== 'string' || !Array.isArray(segments) || !segments.every(isSegment))
    return null;
  return { id, transcript: { text, segments } };
}

function isSegment(value: unknown): value is Segment {
  return (
    isFields(value) &&
    Number.isFinite(value['start_s']) &&
    Number.isFinite(value['end_s']) &&
    typeof value['text'] === 'string'
  );
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
