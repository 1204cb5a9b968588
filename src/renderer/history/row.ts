import type { SessionSummary } from '../../protocol/session.ts';
import { dayNumberOf } from '../time.ts';

/** What a line of the history shows: little enough that a hundred thousand of them fit into memory. */
export interface Row {
  readonly id: string;
  readonly status: SessionSummary['status'];
  readonly createdAt: string;
  /** The day of it, here: the same number for all of a day. */
  readonly day: number;
  readonly durationMs: number | null;
  readonly engine: string | null;
  readonly label: string | null;
  /** The beginning of the text, or the part of it in which a searched word is. */
  readonly excerpt: string;
  readonly problem: string | null;
  readonly hasAudio: boolean;
  readonly isRecovered: boolean;
  readonly retryAt: string | null;
}

/** So many characters fill two lines of the widest window. */
const excerptCharacters = 280;

/** So many characters stand before a searched word. */
const leadCharacters = 60;

/** Makes a line of a session; `words` are those that are searched for. */
export function toRow(session: SessionSummary, words: readonly string[]): Row {
  return {
    id: session.id,
    status: session.status,
    createdAt: session.created_at,
    day: dayNumberOf(session.created_at),
    durationMs: session.duration_ms,
    engine: session.engine,
    label: session.label,
    excerpt: excerptOf(session.text ?? '', words),
    problem: session.error?.message ?? null,
    hasAudio: session.audio_path !== null,
    isRecovered: session.recovered,
    retryAt: session.retry_at,
  };
}

/** The words that a search is for, in lower case. */
export function wordsOf(query: string): string[] {
  return query.toLowerCase().split(/\s+/).filter(Boolean);
}

/** The part of a text that is worth a line: from its beginning, or around the first word found. */
export function excerptOf(text: string, words: readonly string[]): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const lower = line.toLowerCase();
  const places = words.map((word) => lower.indexOf(word)).filter((place) => place >= 0);
  const first = places.length > 0 ? Math.min(...places) : 0;
  if (first < excerptCharacters / 2) return cut(line, 0);
  const space = line.indexOf(' ', first - leadCharacters);
  return `…${cut(line, space > 0 && space < first ? space + 1 : first)}`;
}

function cut(line: string, from: number): string {
  if (line.length - from <= excerptCharacters) return line.slice(from);
  // Half of a character that takes two units would be drawn as a box.
  return `${line.slice(from, from + excerptCharacters).replace(/[\ud800-\udbff]$/, '')}…`;
}
