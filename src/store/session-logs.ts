import { open, readFile } from 'node:fs/promises';

import type { WhisError } from '../protocol/errors.ts';
import { logFile, type SessionFolders } from './session-row.ts';
import { isMissing, storageError } from './storage-error.ts';

const newline = 0x0a;

/** The sessions' events, one file of JSON lines each, 0600. */
export class SessionLogs {
  readonly #folders: SessionFolders;
  readonly #onError: (error: WhisError) => void;
  /** Lines that wait to be written, by session, in order. */
  readonly #waiting = new Map<string, string[]>();
  /** Sessions that are gone: an event that comes late must not bring their file back. */
  readonly #removed = new Set<string>();
  #writing: Promise<void> | null = null;
  #isFailing = false;

  /** `onError` is told when writing begins to fail, and again only after it has worked in between. */
  constructor(folders: SessionFolders, onError: (error: WhisError) => void) {
    this.#folders = folders;
    this.#onError = onError;
  }

  append(id: string, line: object): void {
    if (this.#removed.has(id)) return;
    const lines = this.#waiting.get(id) ?? [];
    this.#waiting.set(id, lines);
    lines.push(`${JSON.stringify(line)}\n`);
    this.#writing ??= this.#writeAll();
  }

  /** The last `count` lines, oldest first; a line that a crash cut off is left out. */
  async read(id: string, count: number): Promise<unknown[]> {
    await this.flush();
    const path = logFile(this.#folders, id);
    try {
      const lines = (await readFile(path, 'utf8')).split('\n');
      return count > 0 ? lines.flatMap(parsedLine).slice(-count) : [];
    } catch (error) {
      if (isMissing(error)) return [];
      throw storageError(`The log ${path} could not be read`, error);
    }
  }

  /** Takes no more lines of a session, which is about to be removed. */
  retire(id: string): void {
    this.#removed.add(id);
    this.#waiting.delete(id);
  }

  /** Resolves when all that was appended so far is written, or has failed. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    // What comes while one batch is written makes the next.
    for (let [next] = this.#waiting; next; [next] = this.#waiting) {
      const [id, lines] = next;
      this.#waiting.delete(id);
      try {
        await appendLines(logFile(this.#folders, id), lines.join(''));
        this.#isFailing = false;
      } catch (error) {
        const failure = storageError(`The log of session ${id} could not be written`, error);
        if (!this.#isFailing) this.#onError(failure);
        this.#isFailing = true;
      }
    }
    this.#writing = null;
  }
}

async function appendLines(path: string, text: string): Promise<void> {
  const handle = await open(path, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const last = new Uint8Array([newline]);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    // A crash may have left half a line: it must not spoil the next.
    await handle.appendFile(last[0] === newline ? text : `\n${text}`);
  } finally {
    await handle.close();
  }
}

function parsedLine(line: string): unknown[] {
  if (line === '') return [];
  try {
    return [JSON.parse(line) as unknown];
  } catch {
    return [];
  }
}
