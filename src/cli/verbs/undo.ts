import { defineCommand } from '../command.ts';
import { given } from '../given.ts';
import { relay } from '../relay.ts';
import { shortId } from '../short-id.ts';

/** `whis undo`: takes back a cancel or a delete. */
export const undo = defineCommand({
  name: 'undo',
  summary: 'take back the newest cancel or delete',
  args: {
    id: {
      label: 'ID',
      offer: 'session',
      kind: 'optional',
      help: 'which session; the newest one if left out',
    },
  },
  options: {},
  examples: [['whis undo', 'what was cancelled is transcribed and delivered after all']],
  run: ({ context, args: { id } }) =>
    relay(context, {
      type: 'undo',
      params: given({ session_id: id }),
      say: ({ session_id }) => `restored ${shortId(session_id)}`,
    }),
});
