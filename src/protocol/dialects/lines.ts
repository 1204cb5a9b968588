import { WhisError } from '../errors.ts';

/** The longest request, in bytes without its line end. */
export const maxLineBytes = 65_536;

/** The deepest nesting of arrays and objects in a request. */
export const maxNesting = 32;

const maxIdCharacters = 128;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** What a splitter has found: a line without its end, or why it stops reading. */
export type Split = { readonly line: string } | { readonly problem: 'too_large' | 'bad_encoding' };

/**
 * Cuts a stream of bytes into lines of UTF-8, however the bytes are cut into chunks. Blank lines are
 * left out. A line over `maxBytes` or with invalid UTF-8 is a problem; nothing is read after one.
 * Holds at most `maxBytes` between two chunks.
 */
export class LineSplitter {
  readonly #maxBytes: number;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  /** The beginning of a line that has not ended yet: the first `#length` bytes. */
  #pending = new Uint8Array(0);
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
      if (this.#length + piece.length > this.#maxBytes) {
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
    if (!this.#isFinished) this.#complete(new Uint8Array(0), found);
    this.#isFinished = true;
    return found;
  }

  #complete(piece: Uint8Array, found: Split[]): void {
    const line = this.#length === 0 ? piece : this.#take(piece);
    const length = line.at(-1) === carriageReturn ? line.length - 1 : line.length;
    try {
      const text = this.#decoder.decode(line.subarray(0, length));
      if (text.trim() !== '') found.push({ line: text });
    } catch {
      found.push(this.#fail('bad_encoding'));
    }
  }

  #take(piece: Uint8Array): Uint8Array {
    this.#keep(piece);
    const line = this.#pending.subarray(0, this.#length);
    this.#pending = new Uint8Array(0);
    this.#length = 0;
    return line;
  }

  #keep(piece: Uint8Array): void {
    const needed = this.#length + piece.length;
    if (needed > this.#pending.length) {
      // Doubled, so that a line that comes byte by byte is copied a few times, not at each byte.
      const size = Math.min(this.#maxBytes, Math.max(needed, this.#pending.length * 2));
      const larger = new Uint8Array(size);
      larger.set(this.#pending.subarray(0, this.#length));
      this.#pending = larger;
    }
    this.#pending.set(piece, this.#length);
    this.#length = needed;
  }

  #fail(problem: 'too_large' | 'bad_encoding'): Split {
    this.#isFinished = true;
    this.#pending = new Uint8Array(0);
    this.#length = 0;
    return { problem };
  }
}

/** What a client gave its request to know the reply by; returned unchanged. */
export type RequestId = string | number;

/** A line that was read: its request (still to be checked against its type), or what is wrong. */
export type ReadRequest =
  | { readonly id?: RequestId; readonly request: Record<string, unknown> & { type: string } }
  | { readonly id?: RequestId; readonly problem: WhisError };

/**
 * Reads one line as a tagged request. Never throws: the problem is `bad_json` or `invalid_request`,
 * with the id wherever one could be read. Keys named `__proto__` are dropped, at any depth.
 */
export function readRequest(line: string): ReadRequest {
  const value = parse(line);
  if (value instanceof WhisError) return { problem: value };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return invalid(`A request is an object, for example {"type":"status"}.`);
  }
  const { id, ...rest } = value as Record<string, unknown>;
  if (id !== undefined && !isRequestId(id)) {
    return invalid(`“id” must be a string of up to ${maxIdCharacters} characters or an integer.`);
  }
  const echo = id === undefined ? {} : { id };
  const { type } = rest;
  if (typeof type !== 'string') {
    return {
      ...echo,
      ...invalid(`“type” is missing: {"type":"status"} would ask for the status.`),
    };
  }
  return { ...echo, request: { ...rest, type } };
}

/** Writes a reply, an event or a request as one line, `\n` included. */
export function writeMessage(message: object, id?: RequestId): string {
  return `${JSON.stringify(id === undefined ? message : { id, ...message })}\n`;
}

function parse(line: string): unknown {
  if (nesting(line) > maxNesting) {
    return new WhisError('bad_json', `The request is nested past ${maxNesting} levels.`);
  }
  try {
    return JSON.parse(line, (key, value: unknown) => (key === '__proto__' ? undefined : value));
  } catch {
    return new WhisError('bad_json', 'The request is not JSON: one object a line is understood.');
  }
}

/** The deepest nesting outside of strings; counted, so that no depth can exhaust a parser's stack. */
function nesting(line: string): number {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let index = 0; index < line.length; index += 1) {
    const character = line[index];
    if (isInString) {
      if (character === '\\') index += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '[' || character === '{') deepest = Math.max(deepest, (depth += 1));
    else if (character === ']' || character === '}') depth -= 1;
  }
  return deepest;
}

function isRequestId(id: unknown): id is RequestId {
  if (typeof id === 'string') return Array.from(id).length <= maxIdCharacters;
  return Number.isSafeInteger(id);
}

function invalid(message: string): { problem: WhisError } {
  return { problem: new WhisError('invalid_request', message) };
}
