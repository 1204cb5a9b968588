import type { WhisEvent } from '../events.ts';
import type { WhisError } from '../errors.ts';
import { Detector, type Detected } from './detect.ts';
import type { Dialect, Incoming, Message } from './dialect.ts';
import { LinesDialect } from './lines.ts';

/** Whichever dialect the first bytes of a connection tell it to be. Until then it speaks lines. */
export class AnyDialect implements Dialect {
  /** Null once it is known. */
  #detector: Detector | null = new Detector();
  #dialect: Dialect = new LinesDialect();
  #isFinished = false;

  get answersOnce(): boolean {
    return this.#dialect.answersOnce;
  }

  push(bytes: Uint8Array): Incoming[] {
    if (this.#isFinished) return [];
    return this.#detector ? this.#take(this.#detector.push(bytes)) : this.#dialect.push(bytes);
  }

  /** Time is up: what has come must do to tell the dialect. */
  decide(): Incoming[] {
    return this.#isFinished || !this.#detector ? [] : this.#take(this.#detector.decide());
  }

  end(): Incoming[] {
    const found = this.decide();
    return this.#detector ? found : [...found, ...this.#dialect.end()];
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
    this.#detector = null;
    this.#dialect = detected.dialect;
    return this.#dialect.push(detected.bytes);
  }
}
