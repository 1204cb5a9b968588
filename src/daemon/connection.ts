import type { Socket } from 'node:net';

import type { WhisEvent } from '../protocol/events.ts';
import { asWhisError, WhisError } from '../protocol/errors.ts';
import {
  LineSplitter,
  maxLineBytes,
  readRequest,
  writeMessage,
  type RequestId,
  type Split,
} from '../protocol/dialects/lines.ts';
import type { Caller } from './caller.ts';
import type { Daemon } from './daemon.ts';

/** A subscriber that has this much unsent output is too slow to be waited for. */
const maxUnsentBytes = 4 * 1024 * 1024;

/** Its first request must be complete this long after its first byte. */
const firstRequestMs = 5_000;

/** A connection on which nothing was ever said is closed after this time. */
const silenceMs = 60_000;

/**
 * One client. Requests are begun in the order in which they came. One without an id is answered
 * before the next is begun; those with ids are answered as they are done.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #daemon: Pick<Daemon, 'call' | 'feed'>;
  readonly #splitter = new LineSplitter();
  readonly #caller: Caller;
  readonly #waiting: string[] = [];
  #afterReply: Array<() => void> = [];
  #timer: NodeJS.Timeout | undefined;
  #pending = 0;
  #isHeldUp = false;
  #isEnding = false;
  /** Whether it has sent a complete request. */
  hasSpoken = false;

  constructor(socket: Socket, daemon: Pick<Daemon, 'call' | 'feed'>) {
    this.#socket = socket;
    this.#daemon = daemon;
    this.#caller = {
      door: 'socket',
      hear: (event) => this.#tell(event),
      afterReply: (work) => void this.#afterReply.push(work),
    };
    this.#closeAfter(silenceMs);
    socket.once('data', () => this.#closeAfter(firstRequestMs));
    socket.on('data', (bytes) => this.#read(this.#splitter.push(bytes)));
    socket.on('end', () => this.#end());
    // A client that vanishes is no error: 'close' follows.
    socket.on('error', () => {});
    socket.on('close', () => this.#forget());
  }

  /** Closes the connection once what was written has been sent; a client that does not read is cut. */
  close(): void {
    this.#isEnding = true;
    this.#socket.end();
    if (this.#socket.writableLength > 0)
      this.#socket.setTimeout(1000, () => this.#socket.destroy());
    else this.#socket.destroySoon();
  }

  /** Tells the client why it is not served, and closes. */
  refuse(error: WhisError): void {
    this.#write(writeMessage({ type: 'error', code: error.code, message: error.message }));
    this.close();
  }

  #read(found: readonly Split[]): void {
    for (const split of found) {
      if ('line' in split) this.#waiting.push(split.line);
      else return this.refuse(problemError(split.problem));
    }
    this.#proceed();
  }

  #proceed(): void {
    while (!this.#isHeldUp && this.#waiting.length > 0) this.#begin(this.#waiting.shift() ?? '');
    if (this.#isEnding && this.#pending === 0) this.close();
  }

  #begin(line: string): void {
    const read = readRequest(line);
    if ('problem' in read) return this.#reply(errorReply(read.problem), read.id);
    this.#hasRequest();
    const { type, ...fields } = read.request;
    try {
      const reply = this.#daemon.call(this.#caller, type, fields);
      if (reply instanceof Promise) void this.#later(reply, read.id);
      else this.#reply(reply, read.id);
    } catch (thrown) {
      this.#reply(errorReply(thrown), read.id);
    }
  }

  async #later(reply: Promise<object>, id: RequestId | undefined): Promise<void> {
    this.#pending += 1;
    this.#isHeldUp = id === undefined;
    const message = await reply.catch(errorReply);
    this.#pending -= 1;
    if (id === undefined) this.#isHeldUp = false;
    this.#reply(message, id);
    this.#proceed();
  }

  #reply(message: object, id: RequestId | undefined): void {
    this.#write(writeMessage(message, id));
    const work = this.#afterReply;
    this.#afterReply = [];
    for (const step of work) step();
  }

  #tell(event: WhisEvent): void {
    if (this.#isEnding) return;
    this.#write(writeMessage(event));
    if (this.#socket.writableLength <= maxUnsentBytes) return;
    this.#daemon.feed.unsubscribe(this.#caller.hear);
    this.#write(writeMessage({ type: 'event', at: event.at, event: 'overflow', data: {} }));
    this.close();
  }

  #write(text: string): void {
    if (this.#socket.writable) this.#socket.write(text);
  }

  #hasRequest(): void {
    if (this.hasSpoken) return;
    this.hasSpoken = true;
    clearTimeout(this.#timer);
  }

  /** The client has said all it wants to say; it still gets its answers. */
  #end(): void {
    this.#read(this.#splitter.end());
    this.#isEnding = true;
    this.#proceed();
  }

  #closeAfter(ms: number): void {
    if (this.hasSpoken) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.close(), ms);
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#waiting.length = 0;
    this.#daemon.feed.unsubscribe(this.#caller.hear);
  }
}

function errorReply(thrown: unknown): object {
  const { code, message } = asWhisError(thrown);
  return { type: 'error', code, message };
}

function problemError(problem: 'too_large' | 'bad_encoding'): WhisError {
  return problem === 'too_large'
    ? new WhisError(
        'too_large',
        `A request may have ${maxLineBytes} bytes. Send less, or name a file.`,
      )
    : new WhisError('bad_encoding', 'The request is not valid UTF-8. Send UTF-8.');
}
