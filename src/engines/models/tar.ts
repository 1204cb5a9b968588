/** A file of an archive; its content must be read, or left, before the next one. */
export interface TarFile {
  /** As the archive has it, with `/`. */
  readonly name: string;
  readonly bytes: number;
  readonly content: AsyncGenerator<Uint8Array, void>;
}

const blockBytes = 512;

/** A name that is longer than this is an attack. */
const longestName = 4096;

/**
 * Reads the files of a tar archive, one after the other (POSIX ustar and pax, GNU's long names).
 * Source of the format: IEEE Std 1003.1, “pax”. Throws an `Error` for what is no archive and for what
 * a model has no use for: links, devices, and names that lead out of the archive's own folder.
 */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarFile> {
  const reader = new BlockReader(source);
  let longName: string | null = null;
  for (;;) {
    const header = await reader.take(blockBytes);
    if (header.length === 0) throw new Error('the archive ends too early');
    if (header.every((byte) => byte === 0)) return;
    checkSum(header);
    const bytes = number(header, 124, 12);
    const type = String.fromCharCode(header[156] ?? 0);
    const content = reader.stream(bytes);
    if (type === 'x' || type === 'g' || type === 'L') {
      const record = await whole(content, bytes);
      if (type === 'L') longName = record.replace(/\0.*$/s, '');
      else if (type === 'x') longName = paxPath(record) ?? longName;
      continue;
    }
    const name = longName ?? nameOf(header);
    longName = null;
    refuseUnsafe(name, type);
    if (type !== '5') yield { name, bytes, content };
    // Whatever was not read of it.
    for await (const piece of content) void piece;
  }
}

function refuseUnsafe(name: string, type: string): void {
  // NUL is how archives before POSIX write “a file”, 7 a file in one piece.
  if (!['0', '\0', '5', '7'].includes(type))
    throw new Error(`the archive holds a link or a device (“${name}”), which no model needs`);
  const parts = name.split(/[/\\]/);
  if (name.includes('\0') || /^([/\\]|[A-Za-z]:)/.test(name) || parts.includes('..'))
    throw new Error(`the archive holds “${name}”, which leads out of its folder`);
}

function nameOf(header: Uint8Array): string {
  const name = text(header, 0, 100);
  const prefix = text(header, 257, 5) === 'ustar' ? text(header, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function paxPath(record: string): string | null {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(record)?.[1] ?? null;
}

function text(header: Uint8Array, start: number, length: number): string {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end === -1 ? field : field.subarray(0, end));
}

function number(header: Uint8Array, start: number, length: number): number {
  // Past 8 GiB, GNU tar writes the size in binary, with the highest bit set.
  if (((header[start] ?? 0) & 0x80) !== 0) {
    const field = header.subarray(start + 1, start + length);
    const value = field.reduce((sum, byte) => sum * 256 + byte, 0);
    if (Number.isSafeInteger(value)) return value;
    throw new Error('the archive holds a file of an impossible size');
  }
  const value = Number.parseInt(text(header, start, length).trim() || '0', 8);
  if (!Number.isSafeInteger(value)) throw new Error('what was downloaded is no archive');
  return value;
}

function checkSum(header: Uint8Array): void {
  const sum = header.reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 32 : byte), 0);
  if (sum !== number(header, 148, 8)) throw new Error('what was downloaded is no archive');
}

async function whole(content: AsyncIterable<Uint8Array>, bytes: number): Promise<string> {
  if (bytes > longestName * 2) throw new Error('the archive holds a name that is too long');
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

/** Takes bytes from a stream in whatever portions they are asked for. */
class BlockReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #left: Uint8Array = new Uint8Array();

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** So many bytes; none at the end. Throws when the stream ends in the middle. */
  async take(bytes: number): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.#some(bytes)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  /** The next bytes, piece by piece, and what fills up the last block behind them. */
  async *stream(bytes: number): AsyncGenerator<Uint8Array, void> {
    yield* this.#some(bytes, true);
    await this.take((blockBytes - (bytes % blockBytes)) % blockBytes);
  }

  async *#some(bytes: number, isNeeded = false): AsyncGenerator<Uint8Array, void> {
    for (let missing = bytes; missing > 0;) {
      if (this.#left.length === 0) {
        const next = await this.#source.next();
        if (next.done) {
          if (isNeeded || missing < bytes) throw new Error('the archive ends too early');
          return;
        }
        this.#left = next.value;
        continue;
      }
      const piece = this.#left.subarray(0, missing);
      this.#left = this.#left.subarray(piece.length);
      missing -= piece.length;
      yield piece;
    }
  }
}
