import type { WriteStream } from 'node:tty';

import { printableText } from '../protocol/printable.ts';

/** How a word can be marked on a terminal with colours. */
export type Mark = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

/** The two streams that a verb writes to. */
export interface Streams {
  readonly stdout: NodeJS.WritableStream & Partial<WriteStream>;
  readonly stderr: NodeJS.WritableStream & Partial<WriteStream>;
}

const codes: Record<Mark, number> = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 };

/** What would act on a terminal, or turn the writing around, though JSON lets it stand as it is. */
const unsafeInJson = /[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * The only file that prints. Standard output takes the answer, standard error everything else.
 * What comes from outside is made printable by whoever puts the sentence together.
 */
export class Terminal {
  /** Whether a person reads the answer. */
  readonly isInteractive: boolean;
  readonly #streams: Streams;
  readonly #isDumb: boolean;
  readonly #hasColour: boolean;
  #isStderrOpen = false;
  #isLineOpen = false;

  constructor(streams: Streams, env: Readonly<Record<string, string | undefined>>) {
    this.#streams = streams;
    streams.stdout.on('error', quit);
    this.isInteractive = streams.stdout.isTTY === true;
    this.#isDumb = env['TERM'] === 'dumb';
    this.#hasColour = this.isInteractive && !env['NO_COLOR'] && !this.#isDumb;
  }

  /** Whether a person sees the progress. */
  get showsProgress(): boolean {
    return this.#stderr.isTTY === true && !this.#isDumb;
  }

  /** Node makes the stream when it is first asked for: half a millisecond, where nothing is said. */
  get #stderr(): Streams['stderr'] {
    const { stderr } = this.#streams;
    // Nobody hears what goes wrong with saying what goes wrong.
    if (!this.#isStderrOpen) stderr.on('error', () => {});
    this.#isStderrOpen = true;
    return stderr;
  }

  /** From now on the process goes on when its reader is gone: a daemon outlives its terminal. */
  outlive(): void {
    this.#streams.stdout.off('error', quit).on('error', () => {});
  }

  /** Columns of the answer's terminal; null where nothing has to be cut. */
  get columns(): number | null {
    return this.isInteractive ? this.#streams.stdout.columns || 80 : null;
  }

  /** A line, or several, of the answer. */
  answer(text: string): void {
    this.clearProgress();
    this.#streams.stdout.write(`${text}\n`);
  }

  /** A text that is the whole answer: as it is for a program, printable for a person. */
  text(text: string): void {
    this.answer(this.isInteractive ? printableText(text) : text);
  }

  /** The answer, as one line of JSON that a terminal can show too. */
  json(value: unknown): void {
    this.answer(JSON.stringify(value).replace(unsafeInJson, escapeInJson));
  }

  /** Resolves when standard output takes more; a slow reader is waited for. */
  async drained(): Promise<void> {
    const { stdout } = this.#streams;
    if (stdout.writableNeedDrain) await new Promise((resolve) => stdout.once('drain', resolve));
  }

  /** Something to know that is not the answer. */
  note(text: string): void {
    this.clearProgress();
    this.#stderr.write(`whis: ${text}\n`);
  }

  /** What is going on, on a line that the next one replaces; nothing where nobody would see it. */
  progress(text: string): void {
    if (!this.showsProgress) return;
    this.#stderr.write(`\r\u001b[K${text}`);
    this.#isLineOpen = true;
  }

  /** Takes the progress away. */
  clearProgress(): void {
    if (this.#isLineOpen) this.#stderr.write('\r\u001b[K');
    this.#isLineOpen = false;
  }

  /** A text in bold or in a colour, where there are any. */
  mark(text: string, mark: Mark): string {
    return this.#hasColour ? `\u001b[${codes[mark]}m${text}\u001b[0m` : text;
  }
}

/** `whis list | head -1`: whoever reads the answer has read enough. */
function quit({ code }: NodeJS.ErrnoException): void {
  process.exit(code === 'EPIPE' ? 0 : 1);
}

function escapeInJson(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
