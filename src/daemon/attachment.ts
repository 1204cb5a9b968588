import type { Feed, Listener } from '../core/feed.ts';
import type { EventTopic, WhisEvent } from '../protocol/events.ts';
import type { Store } from '../store/store.ts';
import type { Caller } from './caller.ts';

const topics: ReadonlySet<EventTopic> = new Set(['status', 'sessions', 'partials', 'logs']);

/**
 * Lets a caller follow one session: first what its log holds, then what comes, each event once and in
 * order; when the session is over, `detached`. Ends when the caller has gone.
 */
export async function attach(
  caller: Caller,
  {
    id,
    over,
    feed,
    store,
  }: { id: string; over: Promise<unknown> | null; feed: Feed; store: Pick<Store, 'readLog'> },
): Promise<void> {
  const waiting: WhisEvent[] = [];
  let hear: Listener = (event) => void waiting.push(event);
  const listener = (event: WhisEvent) => hear(event);
  feed.subscribe({ topics, sessionId: id }, listener);
  caller.onceGone(() => feed.unsubscribe(listener));
  const past = (await store.readLog(id, Infinity)) as WhisEvent[];
  caller.catchUp(past);
  // What came while the log was read may be in it already.
  const told = new Set(past.map(nameOf));
  for (const event of waiting) if (!told.has(nameOf(event))) caller.hear(event);
  hear = (event) => caller.hear(event);
  await over;
  feed.unsubscribe(listener);
  caller.tell({ type: 'detached', session_id: id });
}

/** Tells an event from every other, those of earlier runs of the daemon too. */
function nameOf({ seq, at, event }: WhisEvent): string {
  return `${seq} ${at} ${event}`;
}
