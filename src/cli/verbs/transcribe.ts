import { resolve } from 'node:path';

import { errorCodes, WhisError } from '../../protocol/errors.ts';
import { printable } from '../../protocol/printable.ts';
import { reachOrSpawn } from '../ask.ts';
import type { Client } from '../client.ts';
import { defineCommand } from '../command.ts';
import type { Context } from '../context.ts';
import { report } from '../failure.ts';
import { onInterrupt } from '../keys.ts';
import { printOutcome, watchSessions } from '../outcome.ts';
import { overrideOptions, overridesOf } from '../overrides.ts';
import { spin } from '../progress.ts';
import { patience } from '../reach.ts';
import type { Overrides } from '../../protocol/settings.ts';
import { warn } from '../warning.ts';

/** `whis transcribe`: takes sound files instead of a microphone. */
export const transcribe = defineCommand({
  name: 'transcribe',
  summary: 'transcribe sound files, and print their texts',
  details: ['Exits with 1 when a file failed; the others are transcribed all the same.'],
  args: {
    files: {
      label: 'FILE…',
      kind: 'many',
      offer: 'file',
      help: 'WAV files; others too where ffmpeg is installed',
    },
  },
  options: overrideOptions,
  examples: [['whis transcribe a.wav b.wav > text', 'one text after the other']],
  async run({ context, args: { files }, options }) {
    const client = await reachOrSpawn(context);
    let failures = 0;
    try {
      await watchSessions(client, context);
      // Only where it was asked for does the text go anywhere else than to standard output.
      const overrides = { output: [], ...overridesOf(options) };
      for (const file of files) {
        if (files.length > 1) context.terminal.note(printable(file));
        try {
          await transcribeOne({ context, client }, file, overrides);
        } catch (error) {
          if (error instanceof WhisError && error.code === 'interrupted') throw error;
          report(error, context.terminal, context);
          failures += 1;
        }
      }
    } finally {
      client.close();
    }
    return failures > 0 ? errorCodes.engine_failed.exit : 0;
  },
});

async function transcribeOne(
  { context, client }: { context: Context; client: Client },
  file: string,
  overrides: Overrides,
): Promise<void> {
  let sessionId: string | null = null;
  let isInterrupted = false;
  const cancel = (session_id: string) => {
    const timeoutMs = patience('cancel_session', context);
    client.request('cancel_session', { session_id }, timeoutMs).catch(() => client.close());
  };
  // Before its id is known nothing is cancelled: without an id, that would be somebody's recording.
  const forget = onInterrupt(() => {
    isInterrupted = true;
    if (sessionId !== null) cancel(sessionId);
  });
  const unspin = spin(printable(file), context.terminal);
  try {
    const params = { ...overrides, input_file: resolve(file) };
    const timeoutMs = patience('start_session', context);
    const reply = await client.request('start_session', params, timeoutMs);
    const { session_id } = reply;
    sessionId = session_id;
    warn(reply, context.terminal);
    if (isInterrupted) cancel(session_id);
    await printOutcome({ context, client }, session_id);
  } catch (error) {
    throw isInterrupted
      ? new WhisError('interrupted', `${file}: cancelled. whis undo takes that back.`)
      : error;
  } finally {
    unspin();
    forget();
  }
}
