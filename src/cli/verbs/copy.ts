import { errorCodes } from '../../protocol/errors.ts';
import { printable } from '../../protocol/printable.ts';
import { askDaemon } from '../ask.ts';
import { defineCommand } from '../command.ts';
import { absoluteOutput } from '../overrides.ts';
import { shortId } from '../short-id.ts';

/** `whis copy`: delivers a text once more. */
export const copy = defineCommand({
  name: 'copy',
  summary: 'copy a text to the clipboard again',
  args: {
    id: {
      label: 'ID',
      offer: 'session',
      kind: 'optional',
      help: 'which session; the newest one if left out',
    },
  },
  options: {
    output: {
      type: 'list',
      value: 'WHERE',
      help: 'elsewhere: stdout (of the daemon), file:PATH; may be repeated',
    },
  },
  examples: [['whis copy', 'the newest text is on the clipboard again']],
  async run({ context, args: { id = 'last' }, options: { output } }) {
    const outputs = output.length === 0 ? ['clipboard'] : output.map(absoluteOutput);
    const params = { session_id: id, output: outputs };
    const reply = await askDaemon(context, 'deliver_session', params);
    const { terminal, json } = context;
    if (json) terminal.json(reply);
    const [missed] = reply.delivered.filter(({ confirmed }) => confirmed === false);
    if (missed) {
      const where = printable(missed.to);
      terminal.note(
        `not delivered to ${where}. It is kept: whis show ${shortId(reply.session_id)}`,
      );
      return errorCodes.delivery_failed.exit;
    }
    const where = reply.delivered.map(({ to }) => to).join(', ');
    if (!json) terminal.answer(`delivered to ${printable(where)}`);
    return 0;
  },
});
