import type { Piece } from './record.ts';

/** How characters look: what SGR sequences (ECMA-48) say, as far as the demo uses them. */
export type Look = 'bold' | 'dim' | 'red' | 'green' | 'magenta';

/** One character on the screen. */
export interface Cell {
  readonly character: string;
  readonly looks: readonly Look[];
  /** When this character came to stand here, in milliseconds. */
  readonly atMs: number;
}

/** A line of the screen. */
export type Line = readonly Cell[];

const turnedOn: Readonly<Record<string, Look>> = {
  '1': 'bold',
  '2': 'dim',
  '31': 'red',
  '32': 'green',
  '35': 'magenta',
};
const turnedOff: Readonly<Record<string, readonly Look[]>> = {
  '0': ['bold', 'dim', 'red', 'green', 'magenta'],
  '22': ['bold', 'dim'],
  '39': ['red', 'green', 'magenta'],
};

/** Reads what was written to a terminal as the lines that stand there in the end. */
export function readScreen(pieces: readonly Piece[]): readonly Line[] {
  const lines: Cell[][] = [[]];
  let looks: Look[] = [];
  let column = 0;
  for (const { atMs, text } of pieces) {
    // eslint-disable-next-line no-control-regex
    for (const [token] of text.matchAll(/\u001b\[([\d;]*)([A-Za-z])|[^]/gu)) {
      const line = lines.at(-1) ?? [];
      if (token === '\n') {
        lines.push([]);
        column = 0;
      } else if (token === '\r') column = 0;
      else if (token.endsWith('m') && token.length > 1) looks = changed(looks, token.slice(2, -1));
      else if (token.length === 1 || token.codePointAt(0) !== 0x1b) {
        const before = line[column];
        const cell = { character: token, looks, atMs };
        line[column] = before?.character === token ? { ...cell, atMs: before.atMs } : cell;
        column += 1;
      }
    }
  }
  return lines;
}

function changed(looks: readonly Look[], codes: string): Look[] {
  let now = [...looks];
  for (const code of codes.split(';')) {
    const on = turnedOn[code];
    const off = turnedOff[code || '0'] ?? [];
    now = now.filter((look) => !off.includes(look));
    if (on) now.push(on);
  }
  return now;
}
