import type { Transcript } from '../../core/ports.ts';
import type { Segment } from '../../protocol/session.ts';
import type { HttpAnswer } from './post.ts';
import { redact } from './redact.ts';

/** Longest part of a service's own message that is told. */
const longestMessage = 300;

/** How much of a refusal is looked at: the beginning of a web page is style and script. */
const longestText = 16_384;

/** The transcript in a 200's body, or null when there is none in it. */
export function readTranscript(body: string): Transcript | null {
  const content = parse(body);
  if (!isFields(content) || typeof content['text'] !== 'string') return null;
  const given: unknown = content['segments'];
  const segments = Array.isArray(given) ? given.map(readSegment) : [];
  // Half of the times are worse than none.
  const isWhole = segments.every((segment) => segment !== null);
  return { text: content['text'].trim(), segments: isWhole ? segments : [] };
}

/**
 * What a service says about its refusal: `error.message` of its JSON, else the beginning of its text
 * without markup; one bounded line without the key, empty when it says nothing.
 */
export function serviceMessage(body: string, key: string | null): string {
  const content = parse(body);
  const said = isFields(content) ? messageIn(content) : withoutMarkup(body.slice(0, longestText));
  const line = redact(said.slice(0, longestText), key)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line.length > longestMessage ? `${line.slice(0, longestMessage)}…` : line;
}

/** OpenAI's own name for an error, for example `insufficient_quota`; null when there is none. */
export function serviceCode(body: string): string | null {
  const content = parse(body);
  const error = isFields(content) ? content['error'] : null;
  return isFields(error) && typeof error['code'] === 'string' ? error['code'] : null;
}

/**
 * How long a server asks to be left alone, in milliseconds; null when it does not say. Source: RFC
 * 9110, Retry-After: seconds or a date.
 */
export function retryAfterMs(headers: HttpAnswer['headers'], now: number): number | null {
  const value = headers['retry-after']?.trim();
  if (!value) return null;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  // A date begins with its weekday; Date.parse would make a year of “-3”.
  const wait = /^[a-z]/i.test(value) ? Date.parse(value) - now : NaN;
  return Number.isFinite(wait) ? Math.max(0, wait) : null;
}

function withoutMarkup(page: string): string {
  return page.replace(/<(script|style)\b.*?<\/\1>/gis, ' ').replace(/<[^>]*>/g, ' ');
}

function messageIn(content: Fields): string {
  const { error } = content;
  const said = isFields(error)
    ? error['message']
    : (error ?? content['message'] ?? content['detail']);
  return typeof said === 'string' ? said : JSON.stringify(said ?? content);
}

function readSegment(value: unknown): Segment | null {
  if (!isFields(value)) return null;
  const { start, end, text } = value;
  return typeof start === 'number' && typeof end === 'number' && typeof text === 'string'
    ? { start_s: start, end_s: end, text: text.trim() }
    : null;
}

type Fields = Readonly<Record<string, unknown>>;

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
