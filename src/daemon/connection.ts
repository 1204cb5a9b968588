import type { Socket } from 'node:net';

import { AnyDialect } from '../protocol/dialects/any-dialect.ts';
import type { Incoming, Message } from '../protocol/dialects/dialect.ts';
import type { WhisError } from '../protocol/errors.ts';
import type { Caller } from './caller.ts';
import type { Daemon } from './daemon.ts';
import { Outbox } from './outbox.ts';
import { Patience } from './patience.ts';
import { errorReply, tooLate, tooMany } from './refusals.ts';
import { Turn } from './turn.ts';

/** How often it is looked whether a client that only listens any more is still there. */
const probeMs = 5_000;

/** So many requests of one client are worked on at a time; the next ones wait. */
const maxPending = 64;

/** What a client may ask when it was only let in beyond the limit. */
const asksForAll = new Set(['hello', 'ping', 'status', 'shutdown']);

/**
 * One client. Requests are begun in the order in which they came. One without an id is answered
 * before the next is begun; those with ids are answered as they are done.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #daemon: Pick<Daemon, 'call' | 'feed'>;
  /** Let in beyond the limit, to ask the little that may always be asked. */
  readonly isExtra: boolean;
  readonly #outbox: Outbox;
  readonly #dialect = new AnyDialect();
  readonly #patience = new Patience((waitedMs) => this.#late(waitedMs));
  readonly #turn = new Turn(() => this.#proceed());
  readonly #caller: Caller;
  /** Not begun yet, the first one last: taking the front of a long list would move all the others. */
  #waiting: Incoming[] = [];
  readonly #whenGone: Array<() => void> = [];
  readonly #afterReply: Array<() => void> = [];
  #probing: NodeJS.Timeout | undefined;
  /** Requests that were begun and not answered. */
  #pending = 0;
  /** Sessions that are followed to their end. */
  #followed = 0;
  #isHeldUp = false;
  #hasEnded = false;
  /** Something came that cannot be read on from. */
  #isBroken = false;
  /** Whether it has sent a complete request. */
  hasSpoken = false;

  constructor(socket: Socket, daemon: Pick<Daemon, 'call' | 'feed'>, { isExtra = false } = {}) {
    this.#socket = socket;
    this.#daemon = daemon;
    this.isExtra = isExtra;
    this.#outbox = new Outbox(socket, {
      onFull: () => this.#overflow(),
      onDrained: () => this.#proceed(),
    });
    this.#caller = {
      door: 'socket',
      hear: (event) => this.#outbox.event(() => this.#dialect.tell(event)),
      catchUp: (events) =>
        this.#outbox.later(events.map((event) => () => this.#dialect.tell(event))),
      tell: (message) => this.#outbox.write(this.#dialect.tell(message)),
      afterReply: (work) => void this.#afterReply.push(work),
      keepUntil: (over) => void this.#keepUntil(over),
      onceGone: (work) => void this.#whenGone.push(work),
    };
    socket.on('data', (bytes) => this.#hear(bytes));
    socket.on('end', () => this.#end());
    // A client that vanishes is no error: 'close' follows.
    socket.on('error', ignore);
    socket.on('close', () => this.#forget());
  }

  /** Closes the connection once what was written has been sent; a client that does not read is cut. */
  close(): void {
    this.#patience.end();
    this.#outbox.close();
  }

  /** Tells the client why it is not served, and closes. */
  refuse(error: WhisError): void {
    this.#waiting = [];
    this.#outbox.write(this.#dialect.farewell(error));
    this.close();
  }

  #hear(bytes: Uint8Array): void {
    if (this.#isBroken || this.#outbox.isClosed) return this.#outbox.ignore(bytes);
    this.#patience.hear();
    this.#turn.begin();
    this.#take(this.#dialect.push(bytes));
  }

  #take(found: readonly Incoming[]): void {
    this.#waiting = [...found.toReversed(), ...this.#waiting];
    this.#proceed();
  }

  #proceed(): void {
    // What came in one piece is answered in one piece.
    this.#outbox.gather(() => {
      while (this.#mayBegin) {
        const next = this.#waiting.pop();
        if (next === undefined) break;
        this.#begin(next);
        this.#turn.look();
      }
    });
    if (this.#outbox.isClosed) return;
    // Who does not wait for his answers, or does not read them, is not read either.
    if (this.#mayBegin) this.#socket.resume();
    else this.#socket.pause();
    if (this.#isBroken && this.#pending === 0) this.close();
    else if (this.#hasEnded && !this.#hasMoreToHear) this.#outbox.end();
  }

  get #mayBegin(): boolean {
    const isBusy = this.#isHeldUp || this.#turn.isOver || this.#pending >= maxPending;
    return !isBusy && !this.#outbox.isFull && !this.#outbox.isClosed;
  }

  /** A client that has said all it wants to say may still wait for answers and events. */
  get #hasMoreToHear(): boolean {
    const isListening = this.#followed > 0 || this.#daemon.feed.isSubscribed(this.#caller.hear);
    return this.#pending > 0 || this.#waiting.length > 0 || this.#outbox.isFull || isListening;
  }

  async #keepUntil(over: Promise<unknown>): Promise<void> {
    this.#followed += 1;
    await over;
    this.#followed -= 1;
    this.#proceed();
  }

  #begin(incoming: Incoming): void {
    this.hasSpoken = true;
    this.#patience.end();
    if ('problem' in incoming) {
      this.#reply(errorReply(incoming.problem), incoming.form);
      if (incoming.isFatal) this.#isBroken = true;
      return;
    }
    const { request, form, hasId } = incoming;
    const { type, ...fields } = request;
    try {
      if (this.isExtra && !asksForAll.has(type)) throw tooMany();
      const reply = this.#daemon.call(this.#caller, type, fields);
      if (reply instanceof Promise) void this.#later(reply, form, hasId);
      else this.#reply(reply as Message, form);
    } catch (thrown) {
      this.#reply(errorReply(thrown), form);
    }
  }

  async #later(reply: Promise<object>, form: unknown, hasId: boolean): Promise<void> {
    this.#pending += 1;
    if (!hasId) this.#isHeldUp = true;
    const message = await reply.catch(errorReply);
    this.#pending -= 1;
    if (!hasId) this.#isHeldUp = false;
    this.#reply(message as Message, form);
    this.#proceed();
  }

  #reply(message: Message, form: unknown): void {
    this.#outbox.write(this.#dialect.reply(message, form));
    for (const step of this.#afterReply.splice(0)) step();
    if (this.#dialect.answersOnce) this.close();
  }

  #overflow(): void {
    this.#daemon.feed.unsubscribe(this.#caller.hear);
    const at = new Date().toISOString();
    this.#outbox.overflow(this.#dialect.tell({ type: 'event', at, event: 'overflow', data: {} }));
  }

  /** The client has said all it wants to say; it still gets its answers. */
  #end(): void {
    this.#hasEnded = true;
    this.#take(this.#dialect.end());
    if (this.#outbox.isClosed) return;
    // One that has vanished looks the same: only writing tells.
    this.#outbox.probe();
    this.#probing = setInterval(() => this.#outbox.probe(), probeMs);
  }

  #late(waitedMs: number): void {
    this.#take(this.#dialect.decide());
    if (this.hasSpoken || this.#outbox.isClosed) return;
    this.refuse(tooLate(waitedMs));
  }

  #forget(): void {
    this.#patience.end();
    clearInterval(this.#probing);
    this.#waiting = [];
    this.#daemon.feed.unsubscribe(this.#caller.hear);
    for (const work of this.#whenGone.splice(0)) work();
  }
}

function ignore(): void {}
