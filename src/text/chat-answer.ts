import { fieldsOf, type Fields } from '../protocol/fields.ts';

/** What a chat model has answered, or why that is no text. */
export type ChatAnswer = { readonly text: string } | { readonly missing: string };

/** Longest part of a server's own message that is told. */
const longestMessage = 200;

/**
 * Reads a 200's body. Source of the shape: OpenAI's API reference, “The chat completion object”, which
 * Ollama and the others follow.
 */
export function readAnswer(body: string): ChatAnswer {
  const choice = firstOf(fieldsOf(parseJson(body))['choices']);
  const message = fieldsOf(choice['message']);
  const { content, refusal } = message;
  if (typeof refusal === 'string' && refusal !== '') return { missing: 'The model has refused.' };
  // Half of a text is worse than the whole of it as it was said.
  if (choice['finish_reason'] === 'length')
    return { missing: 'The answer was cut off: the model may say no more than that.' };
  if (typeof content !== 'string')
    return { missing: 'The answer holds no text: is it the address of a chat model?' };
  // Older servers leave in what a reasoning model has said to itself.
  const text = content.replace(/^\s*<think>[^]*?<\/think>/, '').trim();
  return text === '' ? { missing: 'The answer was empty.' } : { text };
}

/**
 * What a server says about its refusal: one bounded line, empty when it says nothing, or repeats more
 * than a word or two of what it was sent, be it the key or the text.
 */
export function refusalMessage(body: string, sent: readonly string[]): string {
  const { error, message, detail } = fieldsOf(parseJson(body));
  const said = fieldsOf(error)['message'] ?? error ?? message ?? detail;
  if (typeof said !== 'string') return '';
  const line = said
    .slice(0, longestMessage)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/\bsk-[\w*.-]{4,}/g, '[key]')
    .replace(/[\s.]+$/, '');
  return sent.some((text) => hasPartOf(line, text)) ? '' : line;
}

/** Whether so much of `text` is in `line` that it tells something: 12 characters in a row. */
function hasPartOf(line: string, text: string): boolean {
  const length = Math.min(12, text.length);
  if (length === 0) return false;
  for (let at = 0; at + length <= line.length; at++)
    if (text.includes(line.slice(at, at + length))) return true;
  return false;
}

function firstOf(value: unknown): Fields {
  return fieldsOf(Array.isArray(value) ? (value as readonly unknown[])[0] : null);
}

/** What a body says as JSON; null when it is none. */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
