import { printable } from '../../protocol/printable.ts';
import type { ReplyTo } from '../../protocol/requests.ts';
import { askDaemon } from '../ask.ts';
import { defineCommand } from '../command.ts';
import { report, sessionError } from '../failure.ts';
import { given } from '../given.ts';
import { reach } from '../reach.ts';
import { shortId } from '../short-id.ts';

/** `whis done`: ends the recording; it is transcribed and delivered. */
export const done = defineCommand({
  name: 'done',
  summary: 'end the recording; the text is transcribed and delivered',
  args: {
    id: {
      label: 'ID',
      offer: 'session',
      kind: 'optional',
      help: 'which session; the current one if left out',
    },
  },
  options: {
    wait: { type: 'flag', help: 'wait until the text is delivered' },
    print: { type: 'flag', help: 'wait, and print the text' },
  },
  examples: [['whis done --print | wc -w', 'how many words were that?']],
  async run({ context, args: { id }, options: { wait, print } }) {
    const { terminal, json } = context;
    const params = given({ session_id: id });
    if (!wait && !print) {
      const reply = await askDaemon(context, 'stop_session', params);
      if (json) terminal.json(reply);
      else
        terminal.answer(
          `transcribing ${shortId(reply.session_id)} — the text comes when it is done`,
        );
      return 0;
    }
    const client = await reach(context);
    try {
      const waiting = { ...params, wait: true };
      const reply = await client.request('stop_session', waiting, context.timeoutMs ?? Infinity);
      if (json) terminal.json(reply);
      if (reply.error) {
        // The text is there, if not as it was asked for.
        const isText = reply.error.code === 'preset_failed';
        if (!isText) return report(sessionError(reply.error), terminal, { json: false });
        terminal.note(printable(reply.error.message));
      }
      if (!json && print) terminal.text(reply.text ?? '');
      else if (!json) terminal.answer(sentence(reply));
      return 0;
    } finally {
      client.close();
    }
  },
});

function sentence({ session_id, delivered = [], status }: ReplyTo<'stop_session'>): string {
  const reached = delivered.filter(({ confirmed }) => confirmed !== false);
  const where = reached.map(({ to }) => to).join(', ');
  return `${shortId(session_id)} ${where ? `delivered to ${printable(where)}` : (status ?? 'done')}`;
}
