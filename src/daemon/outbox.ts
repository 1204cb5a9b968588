import type { Socket } from 'node:net';

import { Batch, toBuffer, type Bytes } from './batch.ts';

/** A subscriber that has this much unsent output is too slow to be waited for. */
const maxUnsentBytes = 4 * 1024 * 1024;

/** A client that has this much unsent output is asked nothing more until it has read some. */
const fullBytes = 1024 * 1024;

/** So much is handed to the socket at once: a write for each of many small messages would be slow. */
const batchBytes = 64 * 1024;

/** A client that does not read what was still to be sent is cut after this time. */
const lingerMs = 1000;

/** A client that still writes so much more after it was told that it is not heard is cut at once. */
const maxUnheardBytes = 1024 * 1024;

/** A subscriber that was too slow has this time to read that it was. */
const overflowLingerMs = 10_000;

/** What is still to be sent: a message, or one that is made when its turn comes. */
type Unsent = Buffer | (() => Bytes);

/**
 * What goes out to one client, in order. It never holds more than a bound, however slowly the client
 * reads: the socket gets little at a time, so that what is too much can still be dropped.
 */
export class Outbox {
  readonly #socket: Socket;
  readonly #onFull: () => void;
  readonly #onDrained: () => void;
  #queue: Unsent[] = [];
  /** Where the queue begins: what stands before was sent. */
  #first = 0;
  #queuedBytes = 0;
  #unmade = 0;
  #unheardBytes = 0;
  /** Set while something is gathered. */
  #gathered: Batch | null = null;
  #isClosed = false;
  #cut: NodeJS.Timeout | undefined;

  /** `onFull`: a subscriber is too slow. `onDrained`: there is room again. */
  constructor(
    socket: Socket,
    { onFull, onDrained }: { onFull: () => void; onDrained: () => void },
  ) {
    this.#socket = socket;
    this.#onFull = onFull;
    this.#onDrained = onDrained;
    socket.on('drain', () => this.#drain());
    socket.on('close', () => {
      this.#drop();
      clearTimeout(this.#cut);
    });
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Whether the client should read before it is answered any more. */
  get isFull(): boolean {
    return this.#unmade > 0 || this.#unsentBytes > fullBytes;
  }

  get #unsentBytes(): number {
    return (this.#gathered?.length ?? 0) + this.#queuedBytes + this.#socket.writableLength;
  }

  write(bytes: Bytes): void {
    if (this.#isClosed || bytes.length === 0) return;
    if (!this.#gathered) return this.#send(bytes);
    this.#gathered.add(bytes);
    if (this.#gathered.length >= batchBytes) this.#sendGathered();
  }

  /** Does something; what it writes goes out in one piece. */
  gather(work: () => void): void {
    this.#gathered = new Batch();
    work();
    this.#sendGathered();
    this.#gathered = null;
  }

  /** Writes an event; one that would not fit any more is not even made. */
  event(make: () => Bytes): void {
    if (this.#isClosed) return;
    if (this.#unsentBytes > maxUnsentBytes) this.#onFull();
    else this.write(make());
  }

  /** Writes any number of messages at the pace of the client: each is made when there is room for it. */
  later(makes: ReadonlyArray<() => Bytes>): void {
    if (this.#isClosed) return;
    this.#sendGathered();
    for (const make of makes) this.#queue.push(make);
    this.#unmade += makes.length;
    this.#flush();
  }

  /** Writes nothing: that fails, and closes the socket, when nobody is there any more. */
  probe(): void {
    if (!this.#socket.writableNeedDrain) this.#socket.write('');
  }

  /** Something came that nobody will hear. */
  ignore(bytes: Uint8Array): void {
    this.#unheardBytes += bytes.length;
    if (this.#unheardBytes > maxUnheardBytes) this.#socket.destroy();
  }

  /** Drops what the client was too slow for, writes a last message and closes. */
  overflow(last: Bytes): void {
    this.#drop();
    this.write(last);
    this.end();
    this.#cutAfter(overflowLingerMs);
  }

  /** Sends what was written, then closes: a client that only waits for its answer may take its time. */
  end(): void {
    if (this.#isClosed) return;
    this.#sendGathered();
    this.#isClosed = true;
    const rest = this.#queue.slice(this.#first).filter((unsent) => typeof unsent !== 'function');
    this.#drop();
    if (rest.length > 0) this.#socket.write(Buffer.concat(rest));
    // Read on, so that its end is noticed. Half closed only: a client that is just writing to a socket
    // that is gone gets an error, and never reads why it was refused.
    this.#socket.resume();
    this.#socket.end();
  }

  /** As `end`, but a client that does not read is cut. */
  close(): void {
    this.end();
    this.#cutAfter(lingerMs);
  }

  #send(bytes: Bytes): void {
    if (this.#first === this.#queue.length && !this.#socket.writableNeedDrain) {
      this.#socket.write(bytes);
      return;
    }
    const message = toBuffer(bytes);
    this.#queue.push(message);
    this.#queuedBytes += message.length;
  }

  #sendGathered(): void {
    if (this.#gathered && this.#gathered.length > 0) this.#send(this.#gathered.take());
  }

  #cutAfter(ms: number): void {
    clearTimeout(this.#cut);
    if (!this.#socket.destroyed) this.#cut = setTimeout(() => this.#socket.destroy(), ms);
  }

  #drain(): void {
    this.#flush();
    if (!this.#isClosed && !this.isFull) this.#onDrained();
  }

  #flush(): void {
    while (this.#first < this.#queue.length && !this.#socket.writableNeedDrain) {
      this.#socket.write(this.#takeBatch());
    }
    // What was sent is let go of in time, and not at each message.
    if (this.#first * 2 < this.#queue.length) return;
    this.#queue = this.#queue.slice(this.#first);
    this.#first = 0;
  }

  #takeBatch(): Bytes {
    const batch = new Batch();
    for (; batch.length < batchBytes && this.#first < this.#queue.length; this.#first += 1) {
      const unsent = this.#queue[this.#first];
      if (unsent === undefined) break;
      const isMade = typeof unsent !== 'function';
      if (isMade) this.#queuedBytes -= unsent.length;
      else this.#unmade -= 1;
      batch.add(isMade ? unsent : unsent());
    }
    return batch.take();
  }

  #drop(): void {
    this.#queue = [];
    this.#first = 0;
    this.#queuedBytes = 0;
    this.#unmade = 0;
  }
}
