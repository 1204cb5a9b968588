import { WhisError } from '../../protocol/errors.ts';
import { askAnyway } from '../ask.ts';
import { defineCommand } from '../command.ts';

/** `whis last`: the newest text and nothing else. */
export const last = defineCommand({
  name: 'last',
  summary: 'print the newest text, and nothing else',
  details: [
    'Works without a running daemon. With --json the answer is the session.',
    'A program gets the text as it is; on a terminal, what would act on it is escaped.',
  ],
  args: {},
  options: {},
  examples: [['whis last | wc -w', 'how many words were that?']],
  async run({ context }) {
    const { sessions } = await askAnyway(context, 'list_sessions', { status: 'done', limit: 1 });
    const [newest] = sessions;
    if (!newest) {
      throw new WhisError(
        'no_such_session',
        'There is no text yet: whis toggle starts a dictation, whis list shows what failed.',
      );
    }
    if (context.json) context.terminal.json(newest);
    else context.terminal.text(newest.text ?? '');
    return 0;
  },
});
