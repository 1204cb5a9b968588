import { WhisError } from '../errors.ts';
import type { Dialect } from './dialect.ts';
import { FramesDialect } from './frames.ts';
import { LinesDialect } from './lines.ts';
import { TextDialect } from './text.ts';

/** So many bytes tell the dialect. */
const decisiveBytes = 4;

/** What the first bytes of a connection have told. */
export type Detected =
  | {
      readonly dialect: Dialect;
      /** The bytes that are the dialect's to read. */
      readonly bytes: Uint8Array;
    }
  | { readonly problem: WhisError };

/**
 * Tells the dialect of a connection by its first bytes. The fourth byte of a frame's length is zero,
 * whatever the others are; else spaces and line ends are skipped, and the first other byte decides.
 */
export class Detector {
  #head = new Uint8Array(0);
  #isNoFrame = false;

  /** Takes the next bytes; null as long as they do not tell. Spaces are not kept. */
  push(bytes: Uint8Array): Detected | null {
    if (this.#isNoFrame) return decide(bytes);
    const head = new Uint8Array(this.#head.length + bytes.length);
    head.set(this.#head);
    head.set(bytes, this.#head.length);
    this.#head = head;
    if (head.length < decisiveBytes) return null;
    if (head[decisiveBytes - 1] === 0) return { dialect: new FramesDialect(), bytes: head };
    this.#isNoFrame = true;
    return this.decide();
  }

  /** Decides by what is there: the stream has ended, or time is up. Null when there are only spaces. */
  decide(): Detected | null {
    const head = this.#head;
    this.#head = new Uint8Array(0);
    return decide(head);
  }
}

/** Decides by the first byte that is no space. */
function decide(head: Uint8Array): Detected | null {
  const bytes = head.subarray(leadingSpaces(head));
  const [byte] = bytes;
  if (byte === undefined) return null;
  if (byte === 0x7b || byte === 0x22) return { dialect: new LinesDialect(), bytes };
  if (isLetter(byte)) return { dialect: new TextDialect(), bytes };
  return {
    problem: new WhisError(
      'bad_json',
      'This is no dialect that is spoken here: send a line of JSON ({"type":"status"}), a command (STATUS), or frames.',
    ),
  };
}

function leadingSpaces(bytes: Uint8Array): number {
  const first = bytes.findIndex((byte) => !isSpace(byte));
  return first === -1 ? bytes.length : first;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

function isLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}
