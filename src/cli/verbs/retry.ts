import { defineCommand } from '../command.ts';
import { given } from '../given.ts';
import { printOutcome, watchSessions } from '../outcome.ts';
import { overrideOptions } from '../overrides.ts';
import { spin } from '../progress.ts';
import { patience, reach } from '../reach.ts';
import { shortId } from '../short-id.ts';

const { language, engine, model, preset } = overrideOptions;

/** `whis retry`: makes text of a session once more, from its audio or from what the engine has said. */
export const retry = defineCommand({
  name: 'retry',
  summary: 'transcribe a session again, and print the text',
  details: [
    'With nothing but --preset, the engine is not asked again: the preset works on what it has said.',
  ],
  args: {
    id: {
      label: 'ID',
      offer: 'session',
      kind: 'optional',
      help: 'which session; the newest one if left out',
    },
  },
  options: {
    language,
    engine,
    model,
    preset,
    'no-wait': { type: 'flag', help: 'return at once' },
  },
  examples: [
    ['whis retry last --engine local', 'the same audio, another engine'],
    ['whis retry --preset email', 'the same words, worked on by the preset “email”'],
  ],
  async run({ context, args: { id = 'last' }, options }) {
    const { terminal, json } = context;
    const client = await reach(context);
    try {
      if (!options['no-wait']) await watchSessions(client, context);
      const { language, engine, model, preset } = options;
      const params = { session_id: id, ...given({ language, engine, model, preset }) };
      const timeoutMs = patience('restart_session', context);
      const reply = await client.request('restart_session', params, timeoutMs);
      if (options['no-wait']) {
        if (json) terminal.json(reply);
        else terminal.answer(`transcribing ${shortId(reply.session_id)} again`);
        return 0;
      }
      const unspin = spin(`transcribing ${shortId(reply.session_id)}`, terminal);
      try {
        await printOutcome({ context, client }, reply.session_id);
      } finally {
        unspin();
      }
      return 0;
    } finally {
      client.close();
    }
  },
});
