import type { WhisEvent } from '../events.ts';
import { WhisError } from '../errors.ts';
import type { Dialect, Incoming, Message } from './dialect.ts';
import { maxLineBytes } from './line-splitter.ts';
import {
  isManagerVerb,
  managerVerb,
  readManager,
  writeManager,
  writeManagerEvent,
} from './process-manager.ts';
import { parseJson, readTagged, type RequestId } from './tagged.ts';

/** How a frame was written: tagged, with the id to return, or in the process manager's shape. */
export type FrameForm =
  | { readonly kind: 'tagged'; readonly id?: RequestId }
  | { readonly kind: 'manager' };

const prefixBytes = 4;

/** For programs that stay connected: 4-byte little-endian length, then that many bytes of UTF-8 JSON. */
export class FramesDialect implements Dialect<FrameForm> {
  readonly answersOnce = false;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  /** The beginning of a frame that is not complete: the first `#length` bytes. */
  #pending = new Uint8Array(prefixBytes);
  #length = 0;
  #isFinished = false;
  /** Events come in the shape in which they were asked for. */
  #eventsFor: FrameForm['kind'] = 'tagged';

  push(bytes: Uint8Array): Incoming<FrameForm>[] {
    const found: Incoming<FrameForm>[] = [];
    let at = 0;
    while (at < bytes.length && !this.#isFinished) {
      const taken = bytes.subarray(at, at + this.#missing());
      this.#keep(taken);
      at += taken.length;
      if (this.#isTooLong()) found.push(this.#fail(tooLarge()));
      else if (this.#missing() === 0) found.push(this.#complete());
    }
    return found;
  }

  /** A frame that was cut short is nothing that could be answered. */
  end(): Incoming<FrameForm>[] {
    this.#isFinished = true;
    return [];
  }

  reply(message: Message, form: FrameForm): Uint8Array {
    if (form.kind === 'manager') return frame(writeManager(message));
    return frame(form.id === undefined ? message : { id: form.id, ...message });
  }

  tell(message: WhisEvent | Message): Uint8Array {
    const isEvent = message.type === 'event';
    return frame(
      isEvent && this.#eventsFor === 'manager' ? writeManagerEvent(message as WhisEvent) : message,
    );
  }

  farewell({ code, message }: WhisError): Uint8Array {
    return frame({ type: 'error', code, message });
  }

  /** Length of the payload, once its prefix is there. */
  #size(): number | null {
    if (this.#length < prefixBytes) return null;
    return new DataView(this.#pending.buffer).getUint32(0, true);
  }

  #missing(): number {
    return prefixBytes + (this.#size() ?? 0) - this.#length;
  }

  #isTooLong(): boolean {
    return (this.#size() ?? 0) > maxLineBytes;
  }

  #keep(piece: Uint8Array): void {
    const needed = this.#length + piece.length;
    if (needed > this.#pending.length) {
      // Doubled, so that a frame that comes byte by byte is copied a few times, not at each byte.
      const larger = new Uint8Array(Math.max(needed, this.#pending.length * 2));
      larger.set(this.#pending.subarray(0, this.#length));
      this.#pending = larger;
    }
    this.#pending.set(piece, this.#length);
    this.#length = needed;
  }

  #complete(): Incoming<FrameForm> {
    const payload = this.#pending.subarray(prefixBytes, this.#length);
    this.#pending = new Uint8Array(prefixBytes);
    this.#length = 0;
    let text: string;
    try {
      text = this.#decoder.decode(payload);
    } catch {
      return this.#fail(
        new WhisError('bad_encoding', 'The request is not valid UTF-8. Send UTF-8.'),
      );
    }
    return this.#read(parseJson(text));
  }

  #read(value: unknown): Incoming<FrameForm> {
    const tagged = { kind: 'tagged' } as const;
    if (value instanceof WhisError) return { problem: value, form: tagged, isFatal: false };
    const manager = managerVerb(value);
    if (manager) return this.#readManager(manager);
    const read = readTagged(value);
    const form: FrameForm = read.id === undefined ? tagged : { kind: 'tagged', id: read.id };
    if ('problem' in read) return { problem: read.problem, form, isFatal: false };
    if (read.request.type === 'subscribe') this.#eventsFor = 'tagged';
    return { request: read.request, form, hasId: read.id !== undefined };
  }

  #readManager({
    verb,
    fields,
  }: {
    verb: string;
    fields: Readonly<Record<string, unknown>>;
  }): Incoming<FrameForm> {
    const form = { kind: 'manager' } as const;
    const request = isManagerVerb(verb)
      ? readManager(verb, fields)
      : new WhisError('unknown_request', `There is no request “${verb.slice(0, 80)}”.`);
    if (request instanceof WhisError) return { problem: request, form, isFatal: false };
    if (request.type === 'subscribe') this.#eventsFor = 'manager';
    return { request, form, hasId: false };
  }

  #fail(problem: WhisError): Incoming<FrameForm> {
    this.#isFinished = true;
    this.#pending = new Uint8Array(0);
    this.#length = 0;
    return { problem, form: { kind: 'tagged' }, isFatal: true };
  }
}

function tooLarge(): WhisError {
  return new WhisError(
    'too_large',
    `A request may have ${maxLineBytes} bytes. Send less, or name a file.`,
  );
}

function frame(message: object): Uint8Array {
  const payload = new TextEncoder().encode(JSON.stringify(message));
  const bytes = new Uint8Array(prefixBytes + payload.length);
  new DataView(bytes.buffer).setUint32(0, payload.length, true);
  bytes.set(payload, prefixBytes);
  return bytes;
}
