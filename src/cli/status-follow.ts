import { setTimeout as delay } from 'node:timers/promises';

import type { Status } from '../protocol/status.ts';
import type { Client } from './client.ts';
import type { Context } from './context.ts';
import { whisError } from './failure.ts';
import { patience, reach } from './reach.ts';

/** While something is recorded its length changes, which is no event. */
const tickMs = 1000;

/** How often a daemon that has ended is looked for. */
const lookMs = 500;

/** Shows a status; null is that of a daemon that does not run. */
type Show = (status: Status | null) => void;

/**
 * Shows the status now and after each change. A daemon that ends is waited for, as long as
 * `--timeout` says, else without end; returns when it has not come back in time. Throws `not_running`
 * when there is none at the beginning.
 */
export async function followStatus(context: Context, show: Show): Promise<void> {
  let client: Client | null = await reach(context);
  while (client) {
    await followOnce({ context, client }, show);
    show(null);
    context.terminal.note('the daemon has ended; waiting for it to come back (Ctrl-C ends this)');
    client = await reachAgain(context);
    if (client) context.terminal.note('the daemon is back');
  }
}

/** Returns when the daemon ends. */
async function followOnce(
  { context, client }: { context: Context; client: Client },
  show: Show,
): Promise<void> {
  let isRecording = false;
  const showNext = (status: Status) => {
    isRecording = status.state === 'recording';
    show(status);
  };
  const refresh = async () =>
    showNext(await client.request('status', {}, patience('status', context)));
  const ticks = setInterval(() => {
    // A connection that is gone ends the loop below.
    if (isRecording) refresh().catch(() => {});
  }, tickMs);
  try {
    const subscription = { events: ['status', 'sessions'] } as const;
    showNext(await client.request('subscribe', subscription, patience('subscribe', context)));
    for await (const { event } of client.events()) {
      if (event === 'shutting_down') break;
      // Refused only when the connection is gone, which ends this loop.
      await refresh().catch(() => {});
    }
  } finally {
    clearInterval(ticks);
    client.close();
  }
}

/** Null when it has not come back in time. */
async function reachAgain(context: Context): Promise<Client | null> {
  const deadlineAt = performance.now() + (context.timeoutMs ?? Infinity);
  for (;;) {
    try {
      return await reach(context);
    } catch (error) {
      if (!isAway(error)) throw error;
      if (performance.now() + lookMs > deadlineAt) return null;
      await delay(lookMs);
    }
  }
}

/** One that is just ending may have taken the connection and not the question. */
function isAway(error: unknown): boolean {
  const { code } = whisError(error);
  return code === 'not_running' || code === 'no_answer' || code === 'shutting_down';
}
