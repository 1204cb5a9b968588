/**
 * Takes keys out of a text: the one that was sent, and whatever looks like one of OpenAI's (a service
 * may tell a part of it back).
 */
export function redact(text: string, key: string | null): string {
  const marked = key === null || key === '' ? text : text.replaceAll(key, '[key]');
  return marked.replace(/\bsk-[\w*.-]{4,}/g, '[key]');
}
