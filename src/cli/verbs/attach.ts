import { printable } from '../../protocol/printable.ts';
import { defineCommand } from '../command.ts';
import { reach } from '../reach.ts';
import { followSession } from '../session-follow.ts';
import { shortId } from '../short-id.ts';

/** `whis attach`: one session as it goes on, from its beginning to its end. */
export const attach = defineCommand({
  name: 'attach',
  summary: 'follow one dictation live, until it is over',
  details: [
    'Begins with what has happened already. With --json: the session, then an event a line.',
  ],
  args: {
    id: {
      label: 'ID',
      kind: 'optional',
      offer: 'session',
      help: 'which session; the current one if left out',
    },
  },
  options: {},
  examples: [
    ['whis attach', 'what is being recorded or transcribed now'],
    ['whis attach last', 'the newest session, over or not'],
  ],
  async run({ context, args: { id } }) {
    const { terminal, json } = context;
    const client = await reach(context);
    try {
      await followSession(id, {
        client,
        context,
        begin: (session) => {
          if (json) terminal.json({ type: 'attached', session });
          else terminal.note(`following ${shortId(session.id)}: ${printable(session.status)}`);
        },
      });
      return 0;
    } finally {
      client.close();
    }
  },
});
