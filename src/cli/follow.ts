import { WhisError } from '../protocol/errors.ts';
import type { WhisEvent } from '../protocol/events.ts';
import type { Failure, Timings } from '../protocol/session.ts';
import type { Client } from './client.ts';

/** How a dictation ended. */
export type Ending =
  | {
      readonly status: 'done';
      readonly text: string;
      readonly timings_ms: Timings;
      /** Where the preset has failed. */
      readonly error?: Failure;
    }
  | { readonly status: 'failed'; readonly error: Failure }
  | { readonly status: 'cancelled' };

/**
 * Follows a session to its end, over a connection that subscribed to `sessions` before the session
 * could end. `watch` sees each of its other events. Throws `not_running` when the daemon ends first.
 */
export async function followToEnd(
  client: Client,
  sessionId: string,
  watch: (event: WhisEvent) => void = () => {},
): Promise<Ending> {
  for await (const event of client.events()) {
    if (event.session_id !== sessionId) continue;
    if (event.event === 'session_done') {
      const { text, timings_ms, error } = event.data;
      return { status: 'done', text, timings_ms, ...(error && { error }) };
    }
    if (event.event === 'session_failed') return { status: 'failed', error: event.data };
    // Deleted is one in which nothing was recorded.
    if (event.event === 'session_cancelled' || event.event === 'session_deleted') {
      return { status: 'cancelled' };
    }
    watch(event);
  }
  throw new WhisError(
    'not_running',
    'The daemon ended before the text was there. What was recorded is kept, and transcribed when it starts again: whis listen',
  );
}
