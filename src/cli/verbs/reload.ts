import { defineCommand } from '../command.ts';
import { relay } from '../relay.ts';

/** `whis reload`: has the settings read again. */
export const reload = defineCommand({
  name: 'reload',
  summary: 'read the settings again; wrong ones change nothing',
  args: {},
  options: {},
  examples: [['whis reload', 'after editing the file that whis config path names']],
  run: ({ context }) =>
    relay(context, { type: 'reload', params: {}, say: () => 'the settings are read again' }),
});
