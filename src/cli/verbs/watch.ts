import { WhisError } from '../../protocol/errors.ts';
import type { EventTopic } from '../../protocol/events.ts';
import { defineCommand } from '../command.ts';
import type { Context } from '../context.ts';
import { given } from '../given.ts';
import { printEvent } from '../print-event.ts';
import { patience, reach } from '../reach.ts';

const topics = [
  'status',
  'sessions',
  'partials',
  'levels',
  'logs',
  'all',
] as const satisfies EventTopic[];
const usualTopics: readonly EventTopic[] = ['status', 'sessions', 'partials', 'logs'];

/** `whis watch`: everything that happens, as it happens. */
export const watch = defineCommand({
  name: 'watch',
  summary: 'print what happens, as it happens',
  details: [
    'Until the daemon ends (exit code 0) or Ctrl-C. With --json: the status, then an event a line.',
  ],
  args: {},
  options: {
    events: {
      type: 'list',
      value: 'TOPIC',
      choices: topics,
      help: `${topics.join(', ')}; may be repeated (all but levels)`,
    },
    since: { type: 'number', value: 'SEQ', least: 0, help: 'first, what came after this event' },
  },
  examples: [
    ['whis watch --json | jq \'select(.event == "session_done").data.text\'', 'each text'],
  ],
  async run({ context, options: { events, since } }) {
    const wanted = events.length === 0 ? usualTopics : events;
    let after = since;
    // A reader that was too slow comes back for what it has missed.
    for (;;) {
      const last = await watchOnce(context, { events: wanted, ...given({ since_seq: after }) });
      if (last === null) return 0;
      after = last;
    }
  },
});

/** Gives the number of the last event when the connection has to be made again, else null. */
async function watchOnce(
  context: Context,
  subscription: { events: readonly EventTopic[]; since_seq?: number },
): Promise<number | null> {
  const { terminal, json } = context;
  const client = await reach(context);
  try {
    const status = await client.request('subscribe', subscription, patience('subscribe', context));
    if (json) terminal.json(status);
    else terminal.note(`watching; the state is ${status.state}`);
    let last = subscription.since_seq ?? status.seq;
    for await (const event of client.events()) {
      printEvent(event, context);
      await terminal.drained();
      if (event.event === 'overflow') return last;
      if (event.event === 'shutting_down') return null;
      last = event.seq ?? last;
    }
    throw new WhisError('not_running', 'The daemon is gone. Start it again: whis listen');
  } finally {
    client.close();
  }
}
