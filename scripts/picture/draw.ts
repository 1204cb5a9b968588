import type { Block } from './blocks.ts';
import { textOf } from './blocks.ts';
import type { Cell, Line, Look } from './screen.ts';
import { cellWidth, style } from './style.ts';
import { drawWave, isWave, waveHeight } from './wave.ts';

const lineHeight = 20;
const padding = 22;
const barHeight = 38;
const gap = 8;
const promptLength = 2;

/** Somebody types a character in so many milliseconds, and rests before the next command. */
const typingMs = 38;
const restMs = 450;

/** What happens comes so much faster than it did. */
const haste = 1.8;

/** A line, where it stands and when its characters come. */
interface Placed {
  readonly line: Line;
  readonly y: number;
  readonly isTyped: boolean;
  /** Of its first character, in milliseconds of the picture. */
  readonly atMs: number;
}

/**
 * Draws a terminal with these commands as an SVG that needs no other file: it moves where styles can
 * move, stands complete where they cannot, and follows the reader's choice of light or dark.
 */
export function draw(blocks: readonly Block[], columns: number): string {
  const placed = place(blocks);
  const width = Math.round(columns * cellWidth + 2 * padding);
  const last = placed.at(-1);
  const height = Math.round((last?.y ?? 0) + padding);
  const said = placed.map(({ line }) => (isWave(line) ? '(a wave of sound)' : textOf(line)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title words">`,
    '<title id="title">whis in a terminal</title>',
    `<desc id="words">${escape(said.join('\n'))}</desc>`,
    `<style>${style}</style>`,
    `<rect class="window" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="11"/>`,
    `<path class="bar" d="M1 ${barHeight}V12A11 11 0 0 1 12 1H${width - 12}A11 11 0 0 1 ${width - 1} 12V${barHeight}Z"/>`,
    ...[0, 1, 2].map(
      (index) => `<circle class="button" cx="${22 + index * 19}" cy="${barHeight / 2}" r="5.5"/>`,
    ),
    `<text class="name" x="${width / 2}" y="${barHeight / 2 + 4.5}" text-anchor="middle">whis</text>`,
    ...placed.map(drawLine),
    '</svg>',
    '',
  ].join('\n');
}

function place(blocks: readonly Block[]): Placed[] {
  const placed: Placed[] = [];
  let y = barHeight + padding + 6;
  let nowMs = 500;
  for (const { prompt, output } of blocks) {
    placed.push({ line: prompt, y, isTyped: true, atMs: nowMs });
    nowMs += prompt.length * typingMs + 120;
    const enteredMs = prompt[0]?.atMs ?? 0;
    const startMs = nowMs;
    for (const line of output) {
      y += isWave(line) ? waveHeight : lineHeight;
      const atMs = startMs + ((line[0]?.atMs ?? enteredMs) - enteredMs) / haste;
      placed.push({ line, y, isTyped: false, atMs });
      nowMs = Math.max(nowMs, ...line.map((cell) => atMs + since(line, cell)));
    }
    nowMs += restMs;
    y += lineHeight + gap;
  }
  return placed;
}

function drawLine({ line, y, isTyped, atMs }: Placed): string {
  if (isWave(line)) {
    const when = (cell: Cell) => atMs + since(line, cell);
    return drawWave(line, { x: padding, y, when });
  }
  const texts = runsOf(line).map(({ from, text, looks }) => {
    const x = (padding + from * cellWidth).toFixed(1);
    // The grid holds whatever font the reader has.
    const length = (text.length * cellWidth).toFixed(1);
    const kind = ['t', ...looks].join(' ');
    return `<text class="${kind}" x="${x}" y="${y}" textLength="${length}">${escape(text)}</text>`;
  });
  const cover = isTyped ? drawTyping(line, y, atMs) : '';
  const appearsMs = isTyped ? Math.max(0, atMs - restMs / 2) : atMs;
  return `<g class="comes" style="animation-delay:${Math.round(appearsMs)}ms">${texts.join('')}${cover}</g>`;
}

/** A cover in the window's colour that leaves a character at a time, with the cursor at its front. */
function drawTyping(line: Line, y: number, atMs: number): string {
  const count = line.length - promptLength;
  const x = (padding + promptLength * cellWidth).toFixed(1);
  const width = (count * cellWidth).toFixed(1);
  const timing = `--to:${width}px;animation:type ${count * typingMs}ms steps(${count}) ${Math.round(atMs)}ms backwards`;
  return [
    `<g class="cover" style="${timing}">`,
    `<rect class="hidden" x="${x}" y="${y - 15}" width="${width}" height="20"/>`,
    `<rect class="cursor" x="${x}" y="${y - 12}" width="${cellWidth}" height="16"/>`,
    '</g>',
  ].join('');
}

/**
 * Characters that stand side by side and look the same. Two spaces or more are left out: some readers
 * of SVG make one of them.
 */
function runsOf(line: Line): { from: number; text: string; looks: readonly Look[] }[] {
  const runs: { from: number; text: string; looks: readonly Look[] }[] = [];
  for (const [index, { character, looks }] of line.entries()) {
    const before = runs.at(-1);
    if (before && before.looks.join() === looks.join()) before.text += character;
    else runs.push({ from: index, text: character, looks });
  }
  return runs.flatMap(({ from, text, looks }) =>
    Array.from(text.matchAll(/\S+(?: \S+)*/gu), (words) => ({
      from: from + words.index,
      text: words[0],
      looks,
    })),
  );
}

/** How long after the line's first character this one comes, in the picture's milliseconds. */
function since(line: Line, { atMs }: Cell): number {
  return (atMs - (line[0]?.atMs ?? 0)) / haste;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
