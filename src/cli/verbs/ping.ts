import { defineCommand } from '../command.ts';
import { relay } from '../relay.ts';

/** `whis ping`: whether the daemon answers. */
export const ping = defineCommand({
  name: 'ping',
  summary: 'ask whether the daemon answers',
  args: {},
  options: {},
  examples: [['whis ping --timeout 1', 'exits with 0, 3 (not running) or 4 (no answer)']],
  run: ({ context }) => relay(context, { type: 'ping', params: {}, say: () => 'pong' }),
});
