import { createWriteStream, existsSync, renameSync, statSync, type WriteStream } from 'node:fs';

import type { Clock } from '../core/ports.ts';
import type { Feed } from '../core/feed.ts';
import { matters, type LogLevel } from '../protocol/events.ts';
import { printable } from '../protocol/printable.ts';

/** At a start past this size the log begins anew; the one before is kept beside it. */
const maxBytes = 1_000_000;

/** The daemon's own log: no transcripts, no keys. Each line is an event too. */
export class Log {
  readonly #feed: Feed;
  readonly #clock: Clock;
  readonly #least: LogLevel;
  readonly #file: WriteStream;

  constructor({
    path,
    level,
    feed,
    clock,
  }: {
    path: string;
    level: LogLevel;
    feed: Feed;
    clock: Clock;
  }) {
    this.#feed = feed;
    this.#clock = clock;
    this.#least = level;
    if (existsSync(path) && statSync(path).size > maxBytes) renameSync(path, `${path}.1`);
    this.#file = createWriteStream(path, { flags: 'a', mode: 0o600 });
    // A full disk must not end the daemon for the sake of its log.
    this.#file.on('error', () => {});
  }

  write(level: LogLevel, line: string, sessionId?: string): void {
    if (!matters(level, this.#least)) return;
    const at = new Date(this.#clock.now()).toISOString();
    this.#file.write(`${at} ${level} ${printable(line.replaceAll('\n', ' '))}\n`);
    this.#feed.announce('log_line', { level, line }, sessionId);
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#file.end(() => resolve()));
  }
}
