import type { Transcript } from '../../core/ports.ts';
import type { Segment } from '../../protocol/session.ts';

/** The items of what was sent as JSON; none when it is no list. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What a text says as JSON; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A transcript of what was sent as JSON: null without a text; without its times if one is missing. */
export function transcriptOf(text: unknown, parts: readonly (Segment | null)[]): Transcript | null {
  if (typeof text !== 'string') return null;
  // Half of the times are worse than none.
  const segments = parts.every((part) => part !== null) ? parts : [];
  return { text: text.trim(), segments };
}

/** A part of a transcript of what was sent as JSON, or null when it is none. Times are in seconds. */
export function segmentOf(start: unknown, end: unknown, text: unknown): Segment | null {
  return typeof start === 'number' && typeof end === 'number' && typeof text === 'string'
    ? { start_s: start, end_s: end, text: text.trim() }
    : null;
}
