import type { Feed } from '../core/feed.ts';
import type { Store } from '../store/store.ts';

/** Writes each session's events into a log of its own, as JSON lines that `tail -f` can follow. */
export function keepSessionLogs(feed: Feed, store: Pick<Store, 'appendLog'>): void {
  feed.subscribe({ topics: new Set(['status', 'sessions', 'partials', 'logs']) }, (event) => {
    // A deleted session's log goes with it: an undo would not bring back more than this line.
    if (event.session_id !== undefined) store.appendLog(event.session_id, event);
  });
}
