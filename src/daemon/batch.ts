/** What a dialect has written: text, or bytes. */
export type Bytes = Uint8Array | string;

/** Messages that go out in one piece. */
export class Batch {
  #messages: Bytes[] = [];
  #length = 0;

  /** Bytes of what is bytes, and characters of what is text. */
  get length(): number {
    return this.#length;
  }

  add(message: Bytes): void {
    this.#messages.push(message);
    this.#length += message.length;
  }

  /** Takes everything out, in one piece. Text stays text: a buffer of each message would take longer. */
  take(): Bytes {
    const messages = this.#messages;
    this.#messages = [];
    this.#length = 0;
    const isText = messages.every((message) => typeof message === 'string');
    return isText ? messages.join('') : Buffer.concat(messages.map(toBuffer));
  }
}

/** The bytes of a message; not copied where they are bytes already. */
export function toBuffer(message: Bytes): Buffer {
  return typeof message === 'string'
    ? Buffer.from(message)
    : Buffer.from(message.buffer, message.byteOffset, message.byteLength);
}
