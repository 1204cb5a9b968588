import { WhisError } from '../errors.ts';

/** The longest request, in bytes without its line end. */
export const maxLineBytes = 65_536;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** It keeps nothing between two lines: all connections share it. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const nothing = new Uint8Array(0);

/** What a splitter has found: a line without its end, or why it stops reading. */
export type Split = { readonly line: string } | { readonly problem: 'too_large' | 'bad_encoding' };

/**
 * Cuts a stream of bytes into lines of UTF-8, however the bytes are cut into chunks. Blank lines are
 * left out. A line over `maxBytes` or with invalid UTF-8 is a problem; nothing is read after one.
 * Holds at most `maxBytes` and a carriage return between two chunks.
 */
export class LineSplitter {
  readonly #maxBytes: number;
  /** The beginning of a line that has not ended yet: the first `#length` bytes. */
  #pending = nothing;
  #length = 0;
  #isFinished = false;

  constructor(maxBytes: number = maxLineBytes) {
    this.#maxBytes = maxBytes;
  }

  /** Takes the next bytes; gives what they complete. The bytes are not kept. */
  push(bytes: Uint8Array): Split[] {
    const found: Split[] = [];
    let from = 0;
    while (!this.#isFinished) {
      const end = bytes.indexOf(lineFeed, from);
      const piece = bytes.subarray(from, end === -1 ? bytes.length : end);
      if (this.#isTooLong(piece)) {
        found.push(this.#fail('too_large'));
      } else if (end === -1) {
        this.#keep(piece);
        break;
      } else {
        this.#complete(piece, found);
        from = end + 1;
      }
    }
    return found;
  }

  /** The stream has ended: what came after the last line end is a line too. */
  end(): Split[] {
    const found: Split[] = [];
    if (!this.#isFinished) this.#complete(nothing, found);
    this.#isFinished = true;
    return found;
  }

  /** A carriage return in the last place may still be half of the line's end, and counts as that. */
  #isTooLong(piece: Uint8Array): boolean {
    const excess = this.#length + piece.length - this.#maxBytes;
    if (excess < 1) return false;
    const last = piece.at(-1) ?? this.#pending[this.#length - 1];
    return excess > 1 || last !== carriageReturn;
  }

  #complete(piece: Uint8Array, found: Split[]): void {
    const line = this.#length === 0 ? piece : this.#take(piece);
    const bytes = line.at(-1) === carriageReturn ? line.subarray(0, -1) : line;
    try {
      const text = decoder.decode(bytes);
      if (text.trim() !== '') found.push({ line: text });
    } catch {
      found.push(this.#fail('bad_encoding'));
    }
  }

  #take(piece: Uint8Array): Uint8Array {
    this.#keep(piece);
    const line = this.#pending.subarray(0, this.#length);
    this.#pending = nothing;
    this.#length = 0;
    return line;
  }

  #keep(piece: Uint8Array): void {
    const needed = this.#length + piece.length;
    if (needed > this.#pending.length) {
      // Doubled, so that a line that comes byte by byte is copied a few times, not at each byte.
      const size = Math.max(needed, Math.min(this.#maxBytes, this.#pending.length * 2));
      const larger = new Uint8Array(size);
      larger.set(this.#pending.subarray(0, this.#length));
      this.#pending = larger;
    }
    this.#pending.set(piece, this.#length);
    this.#length = needed;
  }

  #fail(problem: 'too_large' | 'bad_encoding'): Split {
    this.#isFinished = true;
    this.#pending = nothing;
    this.#length = 0;
    return { problem };
  }
}

/** The error that a problem of the splitter is told as. */
export function splitProblem(problem: 'too_large' | 'bad_encoding'): WhisError {
  return problem === 'too_large'
    ? new WhisError(
        'too_large',
        `A request may have ${maxLineBytes} bytes. Send less, or name a file.`,
      )
    : new WhisError('bad_encoding', 'The request is not valid UTF-8. Send UTF-8.');
}
