import type { Socket } from 'node:net';

/** A subscriber that has this much unsent output is too slow to be waited for. */
const maxUnsentBytes = 4 * 1024 * 1024;

/** A client that has this much unsent output is asked nothing more until it has read some. */
const fullBytes = 1024 * 1024;

/** A client that does not read what was still to be sent is cut after this time. */
const lingerMs = 1000;

/** What goes out to one client. It never holds more than a bound, however slowly the client reads. */
export class Outbox {
  readonly #socket: Socket;
  readonly #onFull: () => void;
  #isClosed = false;

  /** `onFull`: a subscriber is too slow. `onDrained`: everything has been sent. */
  constructor(
    socket: Socket,
    { onFull, onDrained }: { onFull: () => void; onDrained: () => void },
  ) {
    this.#socket = socket;
    this.#onFull = onFull;
    socket.on('drain', onDrained);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Whether the client should read before it is answered any more. */
  get isFull(): boolean {
    return this.#socket.writableLength > fullBytes;
  }

  write(bytes: Uint8Array | string): void {
    if (this.#isClosed || bytes.length === 0) return;
    this.#socket.write(bytes);
  }

  /** Writes an event; one that would not fit any more is not even made. */
  event(make: () => Uint8Array | string): void {
    if (this.#isClosed) return;
    if (this.#socket.writableLength > maxUnsentBytes) this.#onFull();
    else this.write(make());
  }

  /** Sends what was written, then closes. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.resume();
    this.#socket.destroySoon();
    const cut = setTimeout(() => this.#socket.destroy(), lingerMs);
    this.#socket.once('close', () => clearTimeout(cut));
  }
}
