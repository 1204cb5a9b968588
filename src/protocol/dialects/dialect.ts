import type { WhisEvent } from '../events.ts';
import type { WhisError } from '../errors.ts';

/** What a dialect has read: a request (still to be checked against its type), or what is wrong. */
export type Incoming<Form = unknown> =
  | {
      readonly request: Readonly<Record<string, unknown>> & { readonly type: string };
      /** How the reply is to be written; only the dialect itself knows what it means. */
      readonly form: Form;
      /** Whether the reply can be told from others: it may be sent out of turn then. */
      readonly hasId: boolean;
    }
  | { readonly problem: WhisError; readonly form: Form; readonly isFatal: boolean };

/**
 * One way to write messages on the socket, for one connection: bytes in, requests out; replies in,
 * bytes out. It knows nothing of sockets, and what it reads does not depend on how the bytes are cut.
 */
export interface Dialect<Form = unknown> {
  /** Takes the next bytes; gives what they complete. Holds at most 64 KiB between two calls. */
  push(bytes: Uint8Array): Incoming<Form>[];
  /** The client has said all it wants to say; gives what that completes. */
  end(): Incoming<Form>[];
  /** Writes the reply to a request of this form, or an error (`type` is `error`). */
  reply(message: Message, form: Form): Uint8Array | string;
  /** Writes what comes unasked: an event, or a message like `detached`. Empty: this dialect has no word for it. */
  tell(message: WhisEvent | Message): Uint8Array | string;
  /** Writes the error that comes before the connection is closed. */
  farewell(error: WhisError): Uint8Array | string;
  /** Whether the connection is closed after one answer. */
  readonly answersOnce: boolean;
}

/** A reply, or another message with a `type`. */
export type Message = Readonly<Record<string, unknown>> & { readonly type: string };
