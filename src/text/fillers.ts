import type { Language } from './languages/language.ts';
import { bounded, capitalised } from './word.ts';

/** A sentence has ended here, or none has begun; a quotation or a bracket may have been opened. */
const atStart = /(?:^|\n|[.?!…:]["'”’»)\]]*)\s*$|[“„"«‹([¿¡–—]\s*$/u;

/** So many characters tell what stands before: the whole, looked at for each filler, takes too long. */
const nearby = 20;

/** What ends right here: nothing stands before it but what it belongs to. */
const closing = /^["'”’»)\]]/u;

/**
 * Leaves out sounds of thinking, with the commas and brackets that were about them; nothing inside of a
 * word, and nothing that stands in quotation marks alone: whoever quotes “um” means it.
 */
export function removeFillers(text: string, { fillers }: Language): string {
  const filler = fillers.map(drawnOut).join('|');
  // “uh-huh” and “hm's” are words.
  const one = `(?<![\\-'’])(?:${filler})(?![\\-'’]\\p{L})`;
  const many = `${one}(?:[\\s,]{1,9}${one})*`;
  const rest = '[\\s,.?!…]{0,9}';
  const quoted = `(?:[“„«‹]\\s?|")${many}${rest}[”“»›"]`;
  const sound = `[\\(\\[]${many}${rest}[\\)\\]]|${many}`;
  const pattern = new RegExp(
    `${quoted}|(?<lead>[\\s,]{0,9})(?<sound>${sound})(?<trail>[\\s,]{0,9})(?:(?<end>[.?!…]+)(?<gap>\\s*))?`,
    'giv',
  );
  let out = '';
  let from = 0;
  let isCapital = false;
  const take = (piece: string) => {
    out += isCapital ? capitalised(piece) : piece;
    if (/\p{L}/u.test(piece)) isCapital = false;
  };
  for (const match of text.matchAll(pattern)) {
    const { lead = '', sound, trail = '', end = '', gap = '' } = match.groups ?? {};
    if (sound === undefined) continue;
    take(text.slice(from, match.index));
    from = match.index + match[0].length;
    if (atStart.test(out.slice(-nearby))) {
      // A sentence of nothing else goes with its end.
      out += out === '' ? '' : (lines(trail + gap) ?? spaces(lead));
      isCapital ||= /^\P{L}*\p{Lu}/u.test(sound);
    } else if (end !== '' || from === text.length) {
      out += end + gap;
    } else if (!/\s$/.test(trail) && closing.test(text.slice(from, from + 1))) {
      out += trail;
    } else {
      const isApart = lead.includes(',') && !trail.includes(',');
      out += `${isApart ? ',' : ''}${spaces(lead + trail)}`;
    }
  }
  take(text.slice(from));
  return out.trim();
}

/** The white space that is left where something was taken out: a line's end where there was one. */
function spaces(taken: string): string {
  return lines(taken) ?? (/\s/.test(taken) ? ' ' : '');
}

function lines(taken: string): string | undefined {
  return /\n+/.exec(taken)?.[0];
}

/** “um” with each of its letters once or more: “uuum”, “umm”. */
function drawnOut(filler: string): string {
  return bounded(filler, filler.replace(/(.)\1*/gu, '$1+'));
}
