import type { Cell, Line } from './screen.ts';
import { cellWidth } from './style.ts';

/** Room that a wave takes, from the baseline above it to its own. */
export const waveHeight = 52;

const levels = '▁▂▃▄▅▆▇█';
const lowest = 4;
const highest = 40;
const barWidth = 4.4;

/** How long the dot's light takes to go and come back. */
const blinkMs = 900;

/** Whether a line is the wave of a recording. */
export function isWave(line: Line): boolean {
  return line[0]?.character === '●';
}

/** Draws a wave as bars of sound instead of letters; `when` says when a character of it comes. */
export function drawWave(
  line: Line,
  { x, y, when }: { x: number; y: number; when: (cell: Cell) => number },
): string {
  const middle = y - highest / 2 + 2;
  const bars = line.flatMap((cell, column) => {
    const level = levels.indexOf(cell.character);
    if (level < 0) return [];
    const height = lowest + ((highest - lowest) * level) / (levels.length - 1);
    const left = x + column * cellWidth + (cellWidth - barWidth) / 2;
    const at = `x="${left.toFixed(1)}" y="${(middle - height / 2).toFixed(1)}"`;
    const size = `width="${barWidth}" height="${height.toFixed(1)}" rx="${barWidth / 2}"`;
    return [`<rect ${at} ${size} style="animation-delay:${Math.round(when(cell))}ms"/>`];
  });
  const right = x + line.length * cellWidth;
  return [
    `<linearGradient id="voice" gradientUnits="userSpaceOnUse" x1="${x}" x2="${right.toFixed(0)}">`,
    '<stop offset="0" stop-color="#7a6cf5"/><stop offset=".62" stop-color="#c87fd6"/><stop offset="1" stop-color="#ff9f63"/>',
    '</linearGradient>',
    drawDot(line, { x: x + cellWidth / 2, y: middle, when }),
    `<g class="wave" fill="url(#voice)">${bars.join('')}</g>`,
    drawClock(line, { x, y: middle + 4.5, when }),
  ].join('');
}

/** The light that says that the microphone is open: it blinks as long as the wave grows. */
function drawDot(
  line: Line,
  { x, y, when }: { x: number; y: number; when: (cell: Cell) => number },
): string {
  const [first] = line;
  if (!first) return '';
  const fromMs = Math.round(when(first));
  const blinks = Math.max(1, Math.round((Math.max(...line.map(when)) - fromMs) / blinkMs));
  const light = `style="animation:record ${blinkMs}ms ${fromMs}ms ${blinks}"`;
  return `<g class="comes" style="animation-delay:${fromMs}ms"><circle class="red" cx="${x.toFixed(1)}" cy="${y}" r="4.6" ${light}/></g>`;
}

/** The length, which stands behind the wave in the end. */
function drawClock(
  line: Line,
  { x, y, when }: { x: number; y: number; when: (cell: Cell) => number },
): string {
  const text = line.map(({ character }) => character).join('');
  const clock = /\d+:\d+$/.exec(text);
  const last = line.at(-1);
  if (!clock || !last) return '';
  const left = (x + (clock.index + 0.6) * cellWidth).toFixed(1);
  return `<g class="comes" style="animation-delay:${Math.round(when(last))}ms"><text class="t dim" x="${left}" y="${y}" textLength="${(clock[0].length * cellWidth).toFixed(1)}">${clock[0]}</text></g>`;
}
