import type { Listener } from '../core/feed.ts';
import type { Message } from '../protocol/dialects/dialect.ts';
import type { WhisEvent } from '../protocol/events.ts';

/** Who calls the daemon, through which door, and how it hears of events. */
export interface Caller {
  readonly door: 'socket' | 'window' | 'host';
  /** Where this caller's events go: the same function for as long as it is there. */
  readonly hear: Listener;
  /** Sends events of the past, however many, at the pace at which the caller takes them. */
  catchUp(events: readonly WhisEvent[]): void;
  /** Sends a message that is no event and no reply. */
  tell(message: Message): void;
  /** Does something right after the reply to the running call was sent. */
  afterReply(work: () => void): void;
  /** Keeps a caller that asks nothing more until this is over: it still has something to hear. */
  keepUntil(over: Promise<unknown>): void;
  /** Does something when the caller has gone. */
  onceGone(work: () => void): void;
}
