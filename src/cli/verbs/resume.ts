import { defineCommand } from '../command.ts';
import { relay } from '../relay.ts';

/** `whis resume`: takes back a pause. */
export const resume = defineCommand({
  name: 'resume',
  summary: 'go on after a pause',
  args: {},
  options: {},
  examples: [['whis resume', 'the same recording goes on']],
  run: ({ context }) => relay(context, { type: 'resume', params: {}, say: ({ state }) => state }),
});
