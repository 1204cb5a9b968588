import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';

// Playwright has the protocol's types, but does not export them.
import type { Protocol } from '../../../../node_modules/playwright-core/types/protocol.d.ts';

export type { Protocol };

type Method = keyof Protocol.CommandParameters;

type EventTable = { [Name in keyof Protocol.Events]: [event: Protocol.Events[Name]] };

interface Pending {
  readonly method: string;
  readonly sessionId: string | undefined;
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

interface Message {
  readonly id?: number;
  readonly method?: keyof Protocol.Events;
  readonly sessionId?: string;
  readonly params?: { readonly sessionId?: string };
  readonly result?: never;
  readonly error?: { readonly message: string };
}

/** One target of Chromium's, or, without an id, Chromium itself. */
export class Session extends EventEmitter<EventTable> {
  readonly #connection: Connection;
  readonly #id: string | undefined;

  constructor(connection: Connection, id: string | undefined) {
    super();
    this.#connection = connection;
    this.#id = id;
  }

  send<M extends Method>(
    method: M,
    params?: Protocol.CommandParameters[M],
  ): Promise<Protocol.CommandReturnValues[M]> {
    return this.#connection.send({ method, params, sessionId: this.#id });
  }

  /** Sends what has no use any more when the page, or the request, has gone meanwhile. */
  tell<M extends Method>(method: M, params?: Protocol.CommandParameters[M]): void {
    this.send(method, params).catch(() => undefined);
  }
}

/**
 * Speaks the DevTools protocol over Chromium's pipe. The pipe ties Chromium's life to ours: when
 * this process dies, even by SIGKILL, the pipe closes and Chromium leaves by itself.
 */
export class Connection {
  readonly root = new Session(this, undefined);
  /** Resolves when Chromium has gone. */
  readonly closed: Promise<void>;
  readonly #out: Writable;
  readonly #sessions = new Map<string, Session>();
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  constructor(chromium: ChildProcess) {
    this.#out = chromium.stdio[3] as Writable;
    const input = chromium.stdio[4] as Readable;
    let rest = '';
    input.setEncoding('utf8').on('data', (text: string) => {
      const messages = (rest + text).split('\0');
      rest = messages.pop() ?? '';
      for (const message of messages) this.#receive(JSON.parse(message) as Message);
    });
    this.#out.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      input.once('close', () => {
        this.#fail(() => true);
        resolve();
      });
    });
  }

  session(id: string): Session {
    const session = this.#sessions.get(id) ?? new Session(this, id);
    this.#sessions.set(id, session);
    return session;
  }

  send<Result>(command: {
    readonly method: string;
    readonly params: object | undefined;
    readonly sessionId: string | undefined;
  }): Promise<Result> {
    const { method, sessionId } = command;
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { method, sessionId, resolve, reject });
      this.#out.write(`${JSON.stringify({ id, ...command })}\0`);
    });
  }

  #receive({ id, method, sessionId, params, result, error }: Message): void {
    if (id !== undefined) {
      const pending = this.#pending.get(id);
      this.#pending.delete(id);
      if (error) pending?.reject(new Error(`${pending.method}: ${error.message}`));
      else pending?.resolve(result as never);
      return;
    }
    if (method === undefined) return;
    if (method === 'Target.detachedFromTarget') {
      this.#fail((pending) => pending.sessionId === params?.sessionId);
      this.#sessions.delete(params?.sessionId ?? '');
    }
    const session = sessionId === undefined ? this.root : this.#sessions.get(sessionId);
    session?.emit(method, params as never);
  }

  #fail(isGone: (pending: Pending) => boolean): void {
    for (const [id, pending] of this.#pending) {
      if (!isGone(pending)) continue;
      this.#pending.delete(id);
      pending.reject(new Error(`${pending.method}: the page, or Chromium, is gone`));
    }
  }
}
