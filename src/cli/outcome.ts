import { WhisError } from '../protocol/errors.ts';
import type { WhisEvent } from '../protocol/events.ts';
import { printable } from '../protocol/printable.ts';
import type { Client } from './client.ts';
import type { Context } from './context.ts';
import { sessionError } from './failure.ts';
import { followToEnd } from './follow.ts';
import { patience } from './reach.ts';

/** Subscribes to what `printOutcome` needs, and `more`; to be done before the session begins. */
export async function watchSessions(
  client: Client,
  context: Context,
  more: readonly ('levels' | 'status')[] = [],
): Promise<void> {
  const subscription = { events: ['sessions' as const, ...more] };
  await client.request('subscribe', subscription, patience('subscribe', context));
}

/**
 * Follows a session to its end and prints its text, or the session with `--json`. Throws the error
 * that it failed with, and `cancelled`; that its preset failed is only noted.
 */
export async function printOutcome(
  { context, client }: { context: Context; client: Client },
  sessionId: string,
  watch?: (event: WhisEvent) => void,
): Promise<void> {
  const { terminal, json } = context;
  const ending = await followToEnd(client, sessionId, watch);
  if (ending.status === 'failed') throw sessionError(ending.error);
  if (ending.status === 'cancelled') {
    throw new WhisError('cancelled', 'The dictation was cancelled. whis undo takes that back.');
  }
  if (ending.error) terminal.note(printable(ending.error.message));
  if (!json) {
    terminal.text(ending.text);
    return;
  }
  const params = { session_id: sessionId };
  const reply = await client.request('get_session', params, patience('get_session', context));
  terminal.json(reply.session);
}
