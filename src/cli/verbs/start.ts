import { reachOrSpawn } from '../ask.ts';
import { defineCommand } from '../command.ts';
import { printOutcome, watchSessions } from '../outcome.ts';
import { overrideOptions, overridesOf } from '../overrides.ts';
import { patience } from '../reach.ts';
import { shortId } from '../short-id.ts';
import { warn } from '../warning.ts';

/** `whis start`: begins a dictation, whatever is still being transcribed. */
export const start = defineCommand({
  name: 'start',
  summary: 'start a dictation, even while another is transcribed',
  args: {},
  options: {
    ...overrideOptions,
    wait: { type: 'flag', help: 'wait for its end, and print the text' },
  },
  examples: [
    ['whis start --language de --label note', 'whis done ends it'],
    ['whis start --wait', 'prints the text once somebody has ended the dictation'],
  ],
  async run({ context, options }) {
    const { terminal, json } = context;
    const client = await reachOrSpawn(context);
    try {
      if (options.wait) await watchSessions(client, context);
      const reply = await client.request(
        'start_session',
        overridesOf(options),
        patience('start_session', context),
      );
      warn(reply, terminal);
      const sentence = `recording ${shortId(reply.session_id)} — whis done ends it`;
      if (options.wait) {
        terminal.note(sentence);
        await printOutcome({ context, client }, reply.session_id);
      } else if (json) terminal.json(reply);
      else terminal.answer(sentence);
      return 0;
    } finally {
      client.close();
    }
  },
});
