import type { Segment } from '../../protocol/session.ts';

/** What writes punctuation into a text that has none: a model of sherpa-onnx. */
export interface Punctuation {
  addPunct(text: string): string;
}

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
    return { ...segment, text: punctuation ? inOwnMarks(punctuation.addPunct(text)) : text };
  });
}

/** A text in capitals only becomes one in small letters; any other stays as it is. */
export function small(text: string): string {
  return text === text.toUpperCase() ? text.toLowerCase() : text;
}

const marks: Readonly<Record<string, string>> = { '，': ',', '、': ',', '。': '.', '？': '?' };

/** CT transformers write Chinese marks everywhere: after Latin letters they become the usual ones. */
export function inOwnMarks(text: string): string {
  return text
    .replace(
      /(?<=[\p{Script=Latin}\p{N}'’])([，、。？])\s*/gu,
      (_, mark: string) => `${marks[mark]} `,
    )
    .trim();
}
