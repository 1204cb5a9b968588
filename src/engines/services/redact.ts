/** So many characters of a key in a row are told nobody. */
const tellingLength = 8;

/**
 * Takes keys out of a text: the one that was sent, parts of it that are long enough to tell it (a
 * service may break it up), and whatever looks like one of OpenAI's, Groq's or ElevenLabs'.
 */
export function redact(text: string, key: string | null): string {
  const masked = text.replace(/\b(?:sk[-_]|gsk_)[\w*.-]{4,}/g, '[key]');
  return key === null || key === '' ? masked : withoutPartsOf(key, masked);
}

function withoutPartsOf(key: string, text: string): string {
  const length = Math.min(tellingLength, key.length);
  let kept = '';
  // Everything before this place belongs to a part of the key.
  let end = 0;
  for (let at = 0; at < text.length; at++) {
    if (text.length - at >= length && key.includes(text.slice(at, at + length))) {
      if (at >= end) kept += '[key]';
      end = at + length;
    }
    if (at >= end) kept += text[at];
  }
  return kept;
}
