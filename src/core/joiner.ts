import type { Segment } from '../protocol/session.ts';
import type { Transcript } from './ports.ts';
import { findSeam } from './seam.ts';
import { putTogether, wordsOf } from './words.ts';

/** What was understood of one part of a recording; milliseconds from the recording's start. */
export interface Part {
  readonly transcript: Transcript;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Makes one transcript of those of successive parts: where two overlap, nothing is said twice. */
export class Joiner {
  #text = '';
  #segments: Segment[] = [];
  #endMs = 0;

  /** The text so far, and its segments with their times in the whole recording. */
  get transcript(): Transcript {
    return { text: this.#text, segments: this.#segments };
  }

  /** Adds the next part, which may begin before the last one ended. */
  add({ transcript, fromMs, toMs }: Part): void {
    const overlapMs = this.#endMs - fromMs;
    this.#endMs = toMs;
    const said = segmentsOf({ transcript, fromMs, toMs });
    const [one, other] = [wordsOf(this.#text), wordsOf(transcript.text)];
    const seam = overlapMs > 0 ? findSeam(one, other, overlapMs) : { before: 0, after: 0 };
    const kept = dropLast(this.#text, seam.before);
    this.#text = putTogether(kept, dropFirst(transcript.text, seam.after));
    this.#segments = [...dropLastOf(this.#segments, seam.before), ...dropFirstOf(said, seam.after)];
  }
}

/** Segments with their times in the recording: the part as one where its engine tells no times. */
function segmentsOf({ transcript: { text, segments }, fromMs, toMs }: Part): Segment[] {
  const [start, end] = [fromMs / 1000, toMs / 1000];
  if (text.trim() === '') return [];
  if (segments.length === 0) return [{ start_s: inMs(start), end_s: inMs(end), text: text.trim() }];
  return segments.map(({ start_s, end_s, text: said }) => ({
    start_s: inMs(start + start_s),
    end_s: inMs(Math.min(start + end_s, end)),
    text: said,
  }));
}

/** Seconds, no finer than a millisecond: nothing tells them better. */
function inMs(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

function dropFirst(text: string, count: number): string {
  const last = count === 0 ? undefined : wordsOf(text)[count - 1];
  return last ? text.slice(last.to).trimStart() : text;
}

function dropLast(text: string, count: number): string {
  const first = count === 0 ? undefined : wordsOf(text).at(-count);
  return first ? text.slice(0, first.from).trimEnd() : text;
}

function dropFirstOf(segments: readonly Segment[], count: number): Segment[] {
  const [first, ...rest] = segments;
  if (!first || count === 0) return [...segments];
  const words = wordsOf(first.text).length;
  if (words <= count) return dropFirstOf(rest, count - words);
  return [{ ...first, text: dropFirst(first.text, count) }, ...rest];
}

function dropLastOf(segments: readonly Segment[], count: number): Segment[] {
  const last = segments.at(-1);
  if (!last || count === 0) return [...segments];
  const words = wordsOf(last.text).length;
  const rest = segments.slice(0, -1);
  if (words <= count) return dropLastOf(rest, count - words);
  return [...rest, { ...last, text: dropLast(last.text, count) }];
}
