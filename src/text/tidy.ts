/** Makes an engine's text fit to be pasted: no spaces around it, and no more than one between words. */
export function tidy(raw: string): string {
  return raw
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
