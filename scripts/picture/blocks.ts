import type { Line } from './screen.ts';

/** A command as it was typed, and the lines that it printed. */
export interface Block {
  readonly command: string;
  readonly prompt: Line;
  readonly output: readonly Line[];
}

const prompt = '$ ';

/** The commands of a screen; comments and empty lines between them are left out. */
export function blocksOf(lines: readonly Line[]): readonly Block[] {
  const blocks: { command: string; prompt: Line; output: Line[] }[] = [];
  for (const line of lines) {
    const text = textOf(line);
    if (text.startsWith(prompt))
      blocks.push({ command: text.slice(prompt.length), prompt: line, output: [] });
    else if (text !== '' && !text.startsWith('# ')) blocks.at(-1)?.output.push(line);
  }
  return blocks;
}

/** What a line says. */
export function textOf(line: Line): string {
  return line.map(({ character }) => character).join('');
}
