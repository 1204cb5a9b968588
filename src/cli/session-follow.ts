import { WhisError } from '../protocol/errors.ts';
import type { WhisEvent } from '../protocol/events.ts';
import type { Session } from '../protocol/session.ts';
import type { Client } from './client.ts';
import type { Context } from './context.ts';
import { given } from './given.ts';
import { printEvent } from './print-event.ts';
import { patience } from './reach.ts';

/** A connection, and how to print what comes over it. */
export interface Following {
  readonly client: Client;
  readonly context: Context;
  /** Told who is followed, before the first event. */
  readonly begin?: (session: Session) => void;
  /** Whether an event is to be printed; every one is if left out. */
  readonly isWanted?: (event: WhisEvent) => boolean;
}

/**
 * Prints what has happened to a session and what happens to it until it is over, an event a line; the
 * raw ones with `--json`. Without an id, the session that is recorded or transcribed. Throws
 * `not_running` when the daemon ends first, and what it answers.
 */
export async function followSession(id: string | undefined, following: Following): Promise<void> {
  const { client, context, begin = () => {}, isWanted = () => true } = following;
  const timeoutMs = patience('attach_session', context);
  const { session } = await client.request('attach_session', given({ session_id: id }), timeoutMs);
  begin(session);
  for await (const event of client.events()) {
    if (!isWanted(event)) continue;
    printEvent(event, context);
    await context.terminal.drained();
  }
  if (client.isDetached) return;
  throw new WhisError(
    'not_running',
    'The daemon ended before the session did. What was recorded is kept, and transcribed when it starts again: whis listen',
  );
}
