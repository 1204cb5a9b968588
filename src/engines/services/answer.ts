import type { HttpAnswer } from '../../core/ports.ts';
import { fieldsOf, isFields, type Fields } from '../../protocol/fields.ts';
import { parseJson } from './content.ts';
import { redact } from './redact.ts';

/** How much of a service's answer is read, in bytes. */
export const longestAnswerBytes = 8 * 1024 * 1024;

/** Longest part of a service's own message that is told. */
const longestMessage = 300;

/** How much of a refusal is looked at: the beginning of a web page is style and script. */
const longestText = 16_384;

/**
 * What a service says about its refusal: the message in its JSON, else the beginning of its text
 * without markup; one bounded line without the key, empty when it says nothing.
 */
export function serviceMessage(body: string, key: string | null): string {
  const content = parseJson(body);
  const said = isFields(content) ? messageIn(content) : withoutMarkup(body.slice(0, longestText));
  const line = redact(said.slice(0, longestText), key)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line.length > longestMessage ? `${line.slice(0, longestMessage)}…` : line;
}

/** The names that a service has for its refusal, for example `insufficient_quota`; none if it has none. */
export function serviceCodes(body: string): string[] {
  const content = fieldsOf(parseJson(body));
  const error = fieldsOf(content['error']);
  const detail = fieldsOf(content['detail']);
  const codes = [
    error['code'],
    error['type'],
    content['err_code'],
    detail['status'],
    detail['code'],
  ];
  return codes.filter((code) => typeof code === 'string');
}

/**
 * How long a server asks to be left alone, in milliseconds; null when it does not say. Source: RFC
 * 9110, Retry-After: seconds or a date.
 */
export function retryAfterMs(headers: HttpAnswer['headers'], now: number): number | null {
  const value = String(headers['retry-after'] ?? '').trim();
  if (value === '') return null;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  // A date begins with its weekday; Date.parse would make a year of “-3”.
  const wait = /^[a-z]/i.test(value) ? Date.parse(value) - now : NaN;
  return Number.isFinite(wait) ? Math.max(0, wait) : null;
}

function withoutMarkup(page: string): string {
  return page.replace(/<(script|style)\b.*?<\/\1>/gis, ' ').replace(/<[^>]*>/g, ' ');
}

/**
 * OpenAI and Groq have `error.message`, Deepgram `err_msg` (developers.deepgram.com/docs/errors),
 * ElevenLabs `detail.message` (elevenlabs.io/docs/eleven-api/resources/errors), Mistral `message` or a
 * list in `detail`.
 */
function messageIn(content: Fields): string {
  const { error, detail } = content;
  const said =
    fieldsOf(error)['message'] ??
    fieldsOf(detail)['message'] ??
    error ??
    content['err_msg'] ??
    content['message'] ??
    detail;
  return typeof said === 'string' ? said : JSON.stringify(said ?? content);
}
