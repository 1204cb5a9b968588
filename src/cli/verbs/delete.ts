import { defineCommand } from '../command.ts';
import { relay } from '../relay.ts';
import { shortId } from '../short-id.ts';

/** `whis delete`: removes a session from the history. */
export const deleteSession = defineCommand({
  name: 'delete',
  summary: 'delete a session, or only its audio',
  args: {
    id: {
      label: 'ID',
      offer: 'session',
      kind: 'required',
      help: 'which session; whis list shows the ids',
    },
  },
  options: { 'audio-only': { type: 'flag', help: 'keep the text' } },
  examples: [['whis delete last', 'whis undo takes it back for a while']],
  run: ({ context, args: { id }, options }) =>
    relay(context, {
      type: 'delete_session',
      params: { session_id: id, audio_only: options['audio-only'] },
      say: ({ session_id }) =>
        options['audio-only']
          ? `deleted the audio of ${shortId(session_id)}`
          : `deleted ${shortId(session_id)} — whis undo takes it back`,
    }),
});
