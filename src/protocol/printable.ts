/**
 * What must not reach a terminal as it is: C0 and C1 controls (line ends and tabs too), and the
 * characters that turn the direction of writing (Unicode Bidi_Control).
 */
// oxlint-disable-next-line no-control-regex
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** One line that a terminal can show: controls become `\xNN` or `\uNNNN`. */
export function printable(text: string): string {
  return text.replace(unsafe, escape);
}

/** As `printable`, but line ends and tabs of a text stay. */
export function printableText(text: string): string {
  return text.replace(unsafe, (character) =>
    character === '\n' || character === '\t' ? character : escape(character),
  );
}

function escape(character: string): string {
  const code = character.charCodeAt(0);
  return code < 256
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}
