import { open, readFile, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';

/** What a server says a file by: the same mark means the same file. */
interface Origin {
  readonly url: string;
  /** A strong ETag, or the date of its last change; RFC 9110, section 13.1.5. */
  readonly mark: string;
}

/** A download that is not complete yet: a file, and beside it where it comes from. */
export class Part {
  readonly path: string;
  readonly #url: string;

  constructor(path: string, url: string) {
    this.path = path;
    this.#url = url;
  }

  /** How many bytes have come. */
  async bytes(): Promise<number> {
    return (await stat(this.path).catch(() => null))?.size ?? 0;
  }

  /**
   * The headers that go on where the file ends, and only if it is still the same one; none where
   * that cannot be known.
   */
  async headers(): Promise<Readonly<Record<string, string>>> {
    const bytes = await this.bytes();
    const origin = await this.#origin();
    if (bytes === 0 || origin?.url !== this.#url) return {};
    return { range: `bytes=${bytes}-`, 'if-range': origin.mark };
  }

  /** How many of the bytes that have come stay, since what a server sends goes on there; else 0. */
  async bytesBefore(response: IncomingMessage): Promise<number> {
    const bytes = await this.bytes();
    return response.statusCode === 206 && startOf(response) === bytes ? bytes : 0;
  }

  /** Opens the file for what a server sends: at its end when that goes on there, else anew. */
  async open(response: IncomingMessage): Promise<FileHandle> {
    if ((await this.bytesBefore(response)) > 0) return open(this.path, 'a', 0o600);
    await this.remove();
    const mark = markOf(response);
    const origin: Origin | null = mark === null ? null : { url: this.#url, mark };
    if (origin) await writeFile(this.#note, JSON.stringify(origin), { mode: 0o600 });
    return open(this.path, 'w', 0o600);
  }

  /** Forgets what has come. */
  async remove(): Promise<void> {
    await rm(this.path, { force: true });
    await this.forgetOrigin();
  }

  /** The file is complete: where it came from does not matter any more. */
  async forgetOrigin(): Promise<void> {
    await rm(this.#note, { force: true });
  }

  get #note(): string {
    return `${this.path}.json`;
  }

  async #origin(): Promise<Origin | null> {
    try {
      return JSON.parse(await readFile(this.#note, 'utf8')) as Origin;
    } catch {
      // Without it, or when it was cut off, the file is fetched anew.
      return null;
    }
  }
}

/** How many bytes the whole file has, as a server says; null when it does not. */
export function totalBytes(response: IncomingMessage, before: number): number | null {
  const length = response.headers['content-length'];
  return length === undefined ? null : before + Number(length);
}

function startOf({ headers }: IncomingMessage): number | null {
  const start = /^bytes (\d+)-/.exec(headers['content-range'] ?? '')?.[1];
  return start === undefined ? null : Number(start);
}

/** A weak ETag may stand for files that differ in some bytes. */
function markOf({ headers }: IncomingMessage): string | null {
  const { etag, 'last-modified': changed } = headers;
  if (etag !== undefined && !etag.startsWith('W/')) return etag;
  return changed ?? null;
}
