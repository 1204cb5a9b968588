import { defineCommand } from '../command.ts';
import { relay } from '../relay.ts';

/** `whis pause`: holds a recording, or stops listening to the shortcut. */
export const pause = defineCommand({
  name: 'pause',
  summary: 'hold the recording; with none, stop listening',
  args: {},
  options: {},
  examples: [['whis pause', 'the microphone is closed until whis resume']],
  run: ({ context }) =>
    relay(context, {
      type: 'pause',
      params: {},
      say: ({ state }) => `${state} — whis resume goes on`,
    }),
});
