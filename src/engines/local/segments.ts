import type { Segment } from '../../protocol/session.ts';

/** What sherpa-onnx says about one piece of audio; times are seconds from the piece's start. */
export interface Recognition {
  readonly text: string;
  /** Empty, or as many as there are timestamps; a word begins with a space or `▁`. */
  readonly tokens: readonly string[];
  /** When each token begins; empty for kinds that give no times. */
  readonly timestamps: readonly number[];
}

/** Where in a recording a piece lies, in seconds. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A pause between two words that begins a new segment, in seconds. */
const pauseSeconds = 1;

/** How long a last token is heard, in seconds, where nothing tells its end. */
const lastTokenSeconds = 0.3;

/**
 * The segments of one piece: split at sentence ends and pauses where the recogniser gives times,
 * else one segment for the whole piece. No segment for a piece in which nothing was said.
 */
export function segmentsOf({ text, tokens, timestamps }: Recognition, piece: Span): Segment[] {
  const whole = text.trim();
  if (whole === '') return [];
  const spoken = tokens.map((token) => token.replaceAll('▁', ' '));
  // Tokens can be parts of characters (byte-level vocabularies): then they are no text.
  const areWords = tokens.length === timestamps.length && tidy(spoken.join('')) === tidy(whole);
  if (!areWords) return [{ start_s: piece.start, end_s: piece.end, text: whole }];
  const starts = timestamps.map((at) => Math.min(piece.start + at, piece.end));
  const bounds = spoken.flatMap((_, index) => (isBreak(index) ? [index] : []));
  return bounds.map((from, order) => {
    const to = bounds[order + 1] ?? spoken.length;
    const heardUntil = (starts[to - 1] ?? piece.end) + lastTokenSeconds;
    return {
      start_s: starts[from] ?? piece.start,
      end_s: Math.min(heardUntil, starts[to] ?? piece.end),
      text: tidy(spoken.slice(from, to).join('')),
    };
  });

  function isBreak(index: number): boolean {
    if (index === 0) return true;
    const isWordStart = spoken[index]?.startsWith(' ') ?? false;
    const pause = (starts[index] ?? 0) - (starts[index - 1] ?? 0);
    return isWordStart && (pause >= pauseSeconds || /[.?!]$/.test(spoken[index - 1] ?? ''));
  }
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
