import type { ReplyTo } from '../../protocol/requests.ts';
import { printable } from '../../protocol/printable.ts';
import { reachOrSpawn } from '../ask.ts';
import { defineCommand } from '../command.ts';
import { overrideOptions, overridesOf } from '../overrides.ts';
import { patience } from '../reach.ts';
import { warn } from '../warning.ts';

/** `whis toggle`: what a shortcut does. */
export const toggle = defineCommand({
  name: 'toggle',
  summary: 'start a dictation, or end the one that is being recorded',
  details: ['Bind it to a key where whis cannot listen for one itself (Wayland).'],
  args: {},
  options: overrideOptions,
  examples: [['whis toggle', 'speak, and once more: the text is on the clipboard']],
  async run({ context, options }) {
    const client = await reachOrSpawn(context);
    try {
      const reply = await client.request(
        'toggle',
        overridesOf(options),
        patience('toggle', context),
      );
      warn(reply, context.terminal);
      if (context.json) context.terminal.json(reply);
      else if (!reply.ignored) context.terminal.answer(outcome(reply));
      if (reply.ignored) {
        context.terminal.note(`ignored: ${printable(reply.reason ?? `the state is ${reply.to}`)}`);
      }
      return 0;
    } finally {
      client.close();
    }
  },
});

function outcome({ to }: ReplyTo<'toggle'>): string {
  if (to === 'recording') return 'recording — whis toggle ends it';
  if (to === 'transcribing') return 'transcribing — the text comes when it is done';
  return to === 'idle' ? 'idle — nothing was recorded' : to;
}
