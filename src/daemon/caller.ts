import type { Listener } from '../core/feed.ts';

/** Who calls the daemon, through which door, and how it hears of events. */
export interface Caller {
  readonly door: 'socket' | 'window' | 'host';
  /** Where this caller's events go: the same function for as long as it is there. */
  readonly hear: Listener;
  /** Does something right after the reply to the running call was sent. */
  afterReply(work: () => void): void;
}
