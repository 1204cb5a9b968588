import { WhisError } from '../../protocol/errors.ts';
import type { WhisEvent } from '../../protocol/events.ts';
import { reachOrSpawn } from '../ask.ts';
import type { Client } from '../client.ts';
import { defineCommand } from '../command.ts';
import type { Context } from '../context.ts';
import { given } from '../given.ts';
import { onEnter, onInterrupt } from '../keys.ts';
import { printOutcome, watchSessions } from '../outcome.ts';
import { overrideOptions, overridesOf } from '../overrides.ts';
import { meter, spin } from '../progress.ts';
import { patience } from '../reach.ts';
import type { Overrides } from '../../protocol/settings.ts';
import { warn } from '../warning.ts';

/** `whis dictate`: one dictation from here to the text on standard output. */
export const dictate = defineCommand({
  name: 'dictate',
  summary: 'record until Enter, and print the text',
  details: [
    'Ends with Enter, whis done or after --seconds; Ctrl-C throws it away (exit code 130).',
  ],
  args: {},
  options: {
    ...overrideOptions,
    seconds: { type: 'number', value: 'N', least: 1, help: 'end it after so much sound' },
  },
  examples: [['git commit -m "$(whis dictate)"', 'speak the message']],
  async run({ context, options }) {
    const client = await reachOrSpawn(context);
    try {
      await watchSessions(client, context, ['levels', 'status']);
      // Only where it was asked for does the text go anywhere else than to standard output.
      await record(
        { context, client },
        {
          output: [],
          ...overridesOf(options),
          ...given({ max_seconds: options.seconds }),
        },
      );
      return 0;
    } finally {
      client.close();
    }
  },
});

async function record(
  { context, client }: { context: Context; client: Client },
  overrides: Overrides,
): Promise<void> {
  const { terminal } = context;
  let sessionId: string | null = null;
  let isInterrupted = false;
  let isEnough = false;
  const patienceMs = patience('cancel_session', context);
  const cancel = (session_id: string) =>
    client.request('cancel_session', { session_id }, patienceMs).catch(() => client.close());
  const end = (session_id: string) =>
    // Refused when the recording has ended meanwhile by itself.
    client.request('stop_session', { session_id }, patienceMs).catch(() => {});
  // Before its id is known nothing is ended: without an id, that would be somebody else's recording.
  const forgetInterrupt = onInterrupt(() => {
    isInterrupted = true;
    if (sessionId !== null) void cancel(sessionId);
    else terminal.note('the microphone is being opened; it is thrown away as soon as it is there');
  });
  const forgetEnter = onEnter(() => {
    isEnough = true;
    if (sessionId !== null) void end(sessionId);
  });
  const show = progressOf(context);
  try {
    const timeoutMs = patience('start_session', context);
    const reply = await client.request('start_session', overrides, timeoutMs);
    const { session_id } = reply;
    sessionId = session_id;
    warn(reply, terminal);
    if (isInterrupted) void cancel(session_id);
    else if (isEnough) void end(session_id);
    else terminal.note('recording — Enter ends it, Ctrl-C throws it away');
    await printOutcome({ context, client }, session_id, show.event);
  } catch (error) {
    if (!isInterrupted) throw error;
    const outcome = sessionId === null ? 'nothing was recorded' : 'whis undo takes that back';
    throw new WhisError('interrupted', `Cancelled: ${outcome}.`, { cause: error });
  } finally {
    show.end();
    forgetEnter();
    forgetInterrupt();
  }
}

/** Shows loudness and length while it is recorded, then that it is being transcribed. */
function progressOf({ terminal }: Context): {
  event: (event: WhisEvent) => void;
  end: () => void;
} {
  let end = () => {};
  return {
    event: ({ event, data }) => {
      if (event === 'level') terminal.progress(meter(data));
      if (event === 'microphone_silent') {
        terminal.note('no sound comes from the microphone: is it muted?');
      }
      if (event === 'session_updated' && data.session.status === 'transcribing') {
        end();
        end = spin('transcribing', terminal);
      }
    },
    end: () => end(),
  };
}
