import type { Socket } from 'node:net';

import { LineSplitter } from '../protocol/dialects/line-splitter.ts';
import { writeMessage } from '../protocol/dialects/tagged.ts';
import type { Endpoint } from '../protocol/endpoint.ts';
import { isErrorCode, WhisError } from '../protocol/errors.ts';
import type { WhisEvent } from '../protocol/events.ts';
import type { ErrorReply, Params, ReplyTo, RequestType } from '../protocol/requests.ts';
import { noAnswer } from './dial.ts';

/** A list of 1000 long sessions fits; a stranger that never ends a line does not fill the memory. */
const longestLineBytes = 256 * 1024 * 1024;

/** More events than this wait in the socket, not here. */
const mostWaitingEvents = 1000;

interface Waiting {
  readonly resolve: (reply: object) => void;
  readonly reject: (error: WhisError) => void;
}

/** A connection to the daemon: requests with one reply each, and the events between them. */
export class Client {
  readonly endpoint: Endpoint;
  /** Resolves when the connection is gone, from whichever side. */
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  readonly #splitter = new LineSplitter(longestLineBytes);
  readonly #waiting = new Map<number, Waiting>();
  readonly #events: WhisEvent[] = [];
  #wake: (() => void) | null = null;
  #lastId = 0;
  #isClosed = false;
  #isDetached = false;

  /** Takes a connected socket, and closes it in the end. */
  constructor(socket: Socket, endpoint: Endpoint) {
    this.endpoint = endpoint;
    this.#socket = socket;
    socket.on('data', (bytes: Uint8Array) => this.#read(bytes));
    // 'close' follows; what waits for an answer learns it there.
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#lose(lost(endpoint));
        resolve();
      });
    });
  }

  /**
   * Asks, and waits for the reply up to `timeoutMs` (Infinity: without end). Throws the error that
   * the daemon answered, `no_answer`, or `unsupported_protocol` when it is no daemon of whis.
   */
  async request<Type extends RequestType>(
    type: Type,
    params: Params<Type>,
    timeoutMs: number,
  ): Promise<ReplyTo<Type>> {
    if (this.#isClosed) throw lost(this.endpoint);
    const id = (this.#lastId += 1);
    let timer: NodeJS.Timeout | undefined;
    try {
      return (await new Promise<object>((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject });
        if (Number.isFinite(timeoutMs)) {
          timer = setTimeout(() => reject(noAnswer(this.endpoint)), timeoutMs);
        }
        this.#socket.write(writeMessage({ type, ...params }, id));
      })) as ReplyTo<Type>;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  /** Whether the daemon has told that the session which this client attached to is over. */
  get isDetached(): boolean {
    return this.#isDetached;
  }

  /** The events, as they come; ends with the connection, or when it is detached. For one reader. */
  async *events(): AsyncGenerator<WhisEvent, void> {
    for (;;) {
      const event = this.#events.shift();
      if (event) {
        yield event;
        continue;
      }
      if (this.#isClosed || this.#isDetached) return;
      this.#socket.resume();
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Lets the daemon go. */
  close(): void {
    this.#socket.destroy();
  }

  #read(bytes: Uint8Array): void {
    for (const found of this.#splitter.push(bytes)) {
      const message = 'line' in found ? parsed(found.line) : null;
      if (message === null) {
        this.#lose(stranger(this.endpoint));
        this.close();
        return;
      }
      if (message.type === 'event') this.#take(message as unknown as WhisEvent);
      else if (message.type === 'detached') this.#detach();
      else this.#answer(message);
    }
  }

  #take(event: WhisEvent): void {
    this.#events.push(event);
    if (this.#events.length > mostWaitingEvents) this.#socket.pause();
    this.#wake?.();
  }

  #detach(): void {
    this.#isDetached = true;
    this.#wake?.();
  }

  #answer({ id, ...message }: Message): void {
    // An error about the connection as a whole has no id: it answers whatever was asked first.
    const key = typeof id === 'number' ? id : this.#waiting.keys().next().value;
    const waiting = key === undefined ? undefined : this.#waiting.get(key);
    if (message.type === 'error') waiting?.reject(refusal(message as unknown as ErrorReply));
    else waiting?.resolve(message);
  }

  #lose(error: WhisError): void {
    this.#isClosed = true;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#wake?.();
  }
}

/** Makes the error again that a daemon, or the files in its place, answered with. */
export function refusal({ code, message }: Pick<ErrorReply, 'code' | 'message'>): WhisError {
  return isErrorCode(code)
    ? new WhisError(code, message)
    : new WhisError('internal', `${message} (${code}; a newer daemon knows more about it)`);
}

type Message = Record<string, unknown> & { type: string };

function parsed(line: string): Message | null {
  try {
    const value: unknown = JSON.parse(line);
    const isMessage = typeof value === 'object' && value !== null && 'type' in value;
    return isMessage && typeof value.type === 'string' ? (value as Message) : null;
  } catch {
    return null;
  }
}

/** Says that a connection has ended too early. */
export function lost({ socket }: Endpoint): WhisError {
  return new WhisError(
    'no_answer',
    `The daemon at ${socket} closed the connection without an answer. Look whether it runs: whis status`,
  );
}

function stranger({ socket }: Endpoint): WhisError {
  return new WhisError(
    'unsupported_protocol',
    `What answers at ${socket} does not speak the protocol of whis. Name another socket with --socket.`,
  );
}
