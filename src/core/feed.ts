import {
  matters,
  topicOf,
  type EventData,
  type EventName,
  type EventTopic,
  type LogLevel,
  type WhisEvent,
} from '../protocol/events.ts';
import type { Clock } from './ports.ts';

/** How many events are kept for a subscriber that comes back. */
export const replayLength = 10_000;

/** What the next one of its kind says better: nobody who comes back misses it. */
const passing: ReadonlySet<EventName> = new Set(['level', 'model_progress']);

/** What a subscriber wants to hear. */
export interface Interest {
  readonly topics: ReadonlySet<EventTopic>;
  /** Only what belongs to this session; undefined: everything. */
  readonly sessionId?: string | undefined;
  /** Log lines that matter less are not wanted; undefined: all of them are. */
  readonly level?: LogLevel | undefined;
}

/** Hears an event. It must not call back into the daemon. */
export type Listener = (event: WhisEvent) => void;

/**
 * Announces what is already true, to whoever listens, in order. Every event has a number (`seq`),
 * counted from 1 and never reused, and the last 10,000 are kept; but for levels and the progress of
 * models, which would push out what matters.
 */
export class Feed {
  readonly #clock: Clock;
  readonly #kept: WhisEvent[] = [];
  readonly #subscribers = new Map<Listener, Interest>();
  #oldest = 0;
  #seq = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The number of the newest event; 0 before the first. */
  get seq(): number {
    return this.#seq;
  }

  /** Tells an event to everyone who is interested. */
  announce<Name extends EventName>(name: Name, data: EventData[Name], sessionId?: string): void {
    const isKept = !passing.has(name);
    const event = {
      type: 'event',
      ...(isKept ? { seq: ++this.#seq } : {}),
      at: new Date(this.#clock.now()).toISOString(),
      event: name,
      ...(sessionId === undefined ? {} : { session_id: sessionId }),
      data,
    } as WhisEvent;
    if (isKept) this.#keep(event);
    for (const [listener, interest] of this.#subscribers) {
      if (isWanted(event, interest)) listener(event);
    }
  }

  /** Listens from now on. A listener that is there already changes its interest. */
  subscribe(interest: Interest, listener: Listener): void {
    this.#subscribers.set(listener, interest);
  }

  isSubscribed(listener: Listener): boolean {
    return this.#subscribers.has(listener);
  }

  /** Listens no more. */
  unsubscribe(listener: Listener): void {
    this.#subscribers.delete(listener);
  }

  /**
   * What came after event number `since`, as far as it is kept; where it is not, a `gap` with the
   * missing numbers comes first. A number that was never given belongs to another run of the
   * daemon: everything is missing then.
   */
  replay(since: number, interest: Interest): WhisEvent[] {
    if (since > this.#seq) return this.#seq === 0 ? [] : [this.#gap(1, this.#seq)];
    const kept = this.#inOrder().filter((event) => (event.seq ?? 0) > since);
    const firstKept = this.#seq - Math.min(this.#kept.length, replayLength) + 1;
    const missing = since + 1 < firstKept ? [this.#gap(since + 1, firstKept - 1)] : [];
    return [...missing, ...kept.filter((event) => isWanted(event, interest))];
  }

  #keep(event: WhisEvent): void {
    if (this.#kept.length < replayLength) {
      this.#kept.push(event);
      return;
    }
    this.#kept[this.#oldest] = event;
    this.#oldest = (this.#oldest + 1) % replayLength;
  }

  #inOrder(): WhisEvent[] {
    return [...this.#kept.slice(this.#oldest), ...this.#kept.slice(0, this.#oldest)];
  }

  #gap(from: number, to: number): WhisEvent {
    const at = new Date(this.#clock.now()).toISOString();
    return { type: 'event', at, event: 'gap', data: { from_seq: from, to_seq: to } };
  }
}

function isWanted(event: WhisEvent, { topics, sessionId, level = 'debug' }: Interest): boolean {
  const topic = topicOf[event.event];
  if (topic === null) return true;
  if (sessionId !== undefined && event.session_id !== sessionId) return false;
  if (event.event === 'log_line' && !matters(event.data.level, level)) return false;
  return topics.has('all') || topics.has(topic);
}
