import type { WhisEvent } from '../events.ts';
import type { WhisError } from '../errors.ts';
import { Detector, type Detected } from './detect.ts';
import type { Dialect, Incoming, Message } from './dialect.ts';
import { LinesDialect } from './lines.ts';

/** Whichever dialect the first bytes of a connection tell it to be. Until then it speaks lines. */
export class AnyDialect implements Dialect {
  readonly #detector = new Detector();
  #dialect: Dialect = new LinesDialect();
  #isKnown = false;
  #isFinished = false;

  get answersOnce(): boolean {
    return this.#dialect.answersOnce;
  }

  push(bytes: Uint8Array): Incoming[] {
    if (this.#isFinished) return [];
    return this.#isKnown ? this.#dialect.push(bytes) : this.#take(this.#detector.push(bytes));
  }

  /** Time is up: what has come must do to tell the dialect. */
  decide(): Incoming[] {
    return this.#isKnown || this.#isFinished ? [] : this.#take(this.#detector.decide());
  }

  end(): Incoming[] {
    const found = this.decide();
    return this.#isKnown ? [...found, ...this.#dialect.end()] : found;
  }

  reply(message: Message, form: unknown): Uint8Array | string {
    return this.#dialect.reply(message, form);
  }

  tell(message: WhisEvent | Message): Uint8Array | string {
    return this.#dialect.tell(message);
  }

  farewell(error: WhisError): Uint8Array | string {
    return this.#dialect.farewell(error);
  }

  #take(detected: Detected | null): Incoming[] {
    if (detected === null) return [];
    if ('problem' in detected) {
      this.#isFinished = true;
      return [{ problem: detected.problem, form: { kind: 'tagged' }, isFatal: true }];
    }
    this.#isKnown = true;
    this.#dialect = detected.dialect;
    return this.#dialect.push(detected.bytes);
  }
}
