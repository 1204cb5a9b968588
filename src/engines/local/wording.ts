import type { Segment } from '../../protocol/session.ts';
import type { Punctuation } from './loaded.ts';

/**
 * Makes the text of a model readable that writes no punctuation: capitals only, as some write, become
 * small letters, and a punctuation model, where there is one, does its part.
 */
export function reword(
  segments: readonly Segment[],
  punctuation: Punctuation | null,
): readonly Segment[] {
  return segments.map((segment) => {
    const text = small(segment.text);
    return { ...segment, text: punctuation ? punctuation.addPunct(text).trim() : text };
  });
}

/** A text in capitals only becomes one in small letters; any other stays as it is. */
export function small(text: string): string {
  return text === text.toUpperCase() ? text.toLowerCase() : text;
}
