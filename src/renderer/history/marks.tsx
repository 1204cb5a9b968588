import { markedParts } from './marked-parts.ts';

/** A text with the words that are searched for marked. */
export function Marked({ text, words }: { text: string; words: readonly string[] }) {
  return (
    <>
      {markedParts(text, words).map(({ part, isHit }, index) =>
        isHit ? <mark key={index}>{part}</mark> : part,
      )}
    </>
  );
}
