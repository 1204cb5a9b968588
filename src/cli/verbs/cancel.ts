import { defineCommand } from '../command.ts';
import { given } from '../given.ts';
import { relay } from '../relay.ts';
import { shortId } from '../short-id.ts';

/** `whis cancel`: throws a dictation away, for now. */
export const cancel = defineCommand({
  name: 'cancel',
  summary: 'throw away what is being recorded or transcribed',
  details: ['The audio is kept for a while: whis undo takes the cancel back.'],
  args: {
    id: {
      label: 'ID',
      offer: 'session',
      kind: 'optional',
      help: 'which session; the current one if left out',
    },
  },
  options: {},
  examples: [['whis cancel', 'nothing is transcribed, nothing delivered']],
  run: ({ context, args: { id } }) =>
    relay(context, {
      type: 'cancel_session',
      params: given({ session_id: id }),
      say: ({ session_id }) => `cancelled ${shortId(session_id)} — whis undo takes it back`,
    }),
});
