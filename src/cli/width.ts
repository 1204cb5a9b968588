/** Blocks whose characters take two columns (Unicode East Asian Width W and F, in broad strokes). */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
/** What stands on the character before it, or shows nothing. */
const invisible = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** How many columns a printable text takes on a terminal. */
export function widthOf(text: string): number {
  let columns = 0;
  for (const { segment } of graphemes.segment(text)) columns += widthOfGrapheme(segment);
  return columns;
}

/** Cuts a printable text to some columns; `…` stands for the rest. */
export function truncate(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = '';
  let left = columns - 1;
  for (const { segment } of graphemes.segment(text)) {
    left -= widthOfGrapheme(segment);
    if (left < 0) break;
    kept += segment;
  }
  return columns < 1 ? '' : `${kept.trimEnd()}…`;
}

/** Cuts a printable text to its last columns: of what grows, the end is news. */
export function truncateStart(text: string, columns: number): string {
  const all = Array.from(graphemes.segment(text), ({ segment }) => segment);
  let from = all.length;
  for (let left = columns; from > 0; from -= 1) {
    left -= widthOfGrapheme(all[from - 1] ?? '');
    if (left < 0) break;
  }
  return all.slice(from).join('').trimStart();
}

/** Fills a printable text up to some columns. */
export function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)));
}

function widthOfGrapheme(segment: string): number {
  if (wide.test(segment)) return 2;
  return invisible.test(segment) ? 0 : 1;
}
