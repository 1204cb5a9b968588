import { askAnyway } from '../ask.ts';
import { defineCommand } from '../command.ts';
import { sessionText } from '../session-text.ts';

/** `whis show`: everything about one session. */
export const show = defineCommand({
  name: 'show',
  summary: 'everything about one dictation',
  details: ['Works without a running daemon. With --json the answer is the session.'],
  args: {
    id: {
      label: 'ID',
      offer: 'session',
      kind: 'optional',
      help: 'which session; the newest one if left out',
    },
  },
  options: {},
  examples: [['whis show', 'the newest one, with its engine, times and text']],
  async run({ context, args: { id = 'last' } }) {
    const { session } = await askAnyway(context, 'get_session', { session_id: id });
    if (context.json) context.terminal.json(session);
    else context.terminal.answer(sessionText(session));
    return 0;
  },
});
