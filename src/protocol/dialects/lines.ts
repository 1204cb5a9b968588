import type { WhisEvent } from '../events.ts';
import { WhisError } from '../errors.ts';
import { bareWord, readBare, writeBare } from './bare.ts';
import type { Dialect, Incoming, Message } from './dialect.ts';
import { LineSplitter, splitProblem, type Split } from './line-splitter.ts';
import { parseJson, readTagged, writeMessage, type RequestId } from './tagged.ts';

/** How a line was written: tagged, with the id to return, or bare. */
export type LineForm =
  | { readonly kind: 'tagged'; readonly id?: RequestId }
  | { readonly kind: 'bare' };

/** `{"Stop"}` is printed in that program's book, though it is not JSON. */
const printedStop = '{"Stop"}';

/** The main dialect: one JSON value a line, tagged objects or bare words. */
export class LinesDialect implements Dialect<LineForm> {
  readonly answersOnce = false;
  readonly #splitter = new LineSplitter();

  push(bytes: Uint8Array): Incoming<LineForm>[] {
    return this.#splitter.push(bytes).map(readLine);
  }

  end(): Incoming<LineForm>[] {
    return this.#splitter.end().map(readLine);
  }

  reply(message: Message, form: LineForm): string {
    return form.kind === 'bare' ? `${writeBare(message)}\n` : writeMessage(message, form.id);
  }

  tell(message: WhisEvent | Message): string {
    return writeMessage(message);
  }

  farewell({ code, message }: WhisError): string {
    return writeMessage({ type: 'error', code, message });
  }
}

function readLine(split: Split): Incoming<LineForm> {
  const tagged = { kind: 'tagged' } as const;
  if ('problem' in split)
    return { problem: splitProblem(split.problem), form: tagged, isFatal: true };
  const value = split.line.trim() === printedStop ? 'Stop' : parseJson(split.line);
  if (value instanceof WhisError) return { problem: value, form: tagged, isFatal: false };
  const word = bareWord(value);
  if (word === null) return readObject(value);
  const request = readBare(word);
  const form = { kind: 'bare' } as const;
  return request instanceof WhisError
    ? { problem: request, form, isFatal: false }
    : { request, form, hasId: false };
}

function readObject(value: unknown): Incoming<LineForm> {
  const read = readTagged(value);
  const hasId = read.id !== undefined;
  const form: LineForm = hasId ? { kind: 'tagged', id: read.id } : { kind: 'tagged' };
  return 'problem' in read
    ? { problem: read.problem, form, isFatal: false }
    : { request: read.request, form, hasId };
}
