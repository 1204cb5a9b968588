import type { Feed } from '../core/feed.ts';

/** What is counted since the daemon started. */
export class Counters {
  /** Sessions that came to their text. */
  saves = 0;
  /** Sessions that failed. */
  failures = 0;
  /** How often listening, or a held dictation, was resumed. */
  resumes = 0;

  constructor(feed: Feed) {
    feed.subscribe({ topics: new Set(['sessions']) }, ({ event, data }) => {
      if (event === 'session_done') this.saves += 1;
      // One that is tried again by itself has been counted.
      if (event === 'session_failed' && !data.late) this.failures += 1;
    });
  }
}
