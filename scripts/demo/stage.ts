import { styleText } from 'node:util';
import type { WriteStream } from 'node:tty';

type Style = Parameters<typeof styleText>[0];

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** What the lowest and the highest block stand for, in dB relative to full scale. */
const quietestDbfs = -34;
const loudestDbfs = -12;

/** Room for what stands beside the wave: `● ` before it, ` 0:06` after it. */
const besideWave = 8;
const usualColumns = 80;

/** Prints what a person should see: pretty on a terminal, plain lines elsewhere. */
export class Stage {
  readonly #stream: NodeJS.WritableStream & Partial<WriteStream>;
  readonly #isTerminal: boolean;
  #isLineOpen = false;

  constructor(stream: NodeJS.WritableStream & Partial<WriteStream>) {
    this.#stream = stream;
    this.#isTerminal = stream.isTTY === true && process.env['TERM'] !== 'dumb';
  }

  /** The first line. */
  title(text: string): void {
    this.#line(this.#style('bold', text));
  }

  /** What we say about what is shown. */
  comment(text: string): void {
    this.#line(`\n${this.#style('dim', `# ${text}`)}`);
  }

  /** A line that is typed into a shell; what it prints comes after it. */
  prompt(line: string): void {
    this.#line(`${this.#style(['magenta', 'bold'], '$')} ${this.#style('bold', line)}`);
  }

  output(text: string): void {
    this.#line(text);
  }

  /** How it ended. */
  verdict(isGood: boolean, text: string): void {
    const mark = isGood ? this.#style(['green', 'bold'], '✓') : this.#style(['red', 'bold'], '✗');
    this.#line(`\n${mark} ${text}`);
  }

  /**
   * The wave of a recording, as it grows: a block for each level (dBFS) of `total`. On a terminal each
   * call replaces the line; elsewhere only the whole wave is printed.
   */
  wave(levels: readonly number[], total: number): void {
    const isWhole = levels.length >= total;
    if (!this.#isTerminal && !isWhole) return;
    const columns = this.#isTerminal ? this.#stream.columns || usualColumns : usualColumns;
    const perBlock = Math.ceil(total / Math.max(1, columns - besideWave));
    const heard = levels.slice(0, total);
    const wave = chunks(heard, perBlock).map(block).join('');
    const rest = '·'.repeat(Math.ceil(total / perBlock) - wave.length);
    const seconds = Math.floor(heard.length / 10);
    const clock = `0:${String(seconds).padStart(2, '0')}`;
    const dot = this.#style(isWhole ? 'dim' : 'red', '●');
    const line = `${dot} ${this.#style('magenta', wave)}${this.#style('dim', rest)} ${clock}`;
    this.#stream.write(this.#isTerminal ? `\r\u001b[K${line}` : line);
    this.#isLineOpen = true;
    if (isWhole) this.closeLine();
  }

  /** Ends a line that was being replaced. */
  closeLine(): void {
    if (this.#isLineOpen) this.#stream.write('\n');
    this.#isLineOpen = false;
  }

  /** Says on standard error what went wrong. */
  complain(text: string): void {
    process.stderr.write(`demo: ${text}\n`);
  }

  #line(text: string): void {
    this.#stream.write(`${text}\n`);
  }

  #style(style: Style, text: string): string {
    return this.#isTerminal ? styleText(style, text, { stream: process.stdout }) : text;
  }
}

function block(levels: readonly number[]): string {
  const loudness = (Math.max(...levels) - quietestDbfs) / (loudestDbfs - quietestDbfs);
  // Steeper at the top, where speech is.
  const height = Math.min(1, Math.max(0, loudness)) ** 1.5;
  const index = Math.round(height * (blocks.length - 1));
  return blocks[index] ?? '';
}

function chunks(levels: readonly number[], size: number): number[][] {
  const count = Math.ceil(levels.length / size);
  return Array.from({ length: count }, (_, index) =>
    levels.slice(index * size, (index + 1) * size),
  );
}
