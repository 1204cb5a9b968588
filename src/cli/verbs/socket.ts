import { defineCommand } from '../command.ts';
import { findPlace } from '../place.ts';

/** `whis socket`: where the daemon is to be met. */
export const socket = defineCommand({
  name: 'socket',
  summary: "print the socket's path",
  args: {},
  options: {},
  examples: [['nc -U "$(whis socket)"', 'talk to the daemon by hand']],
  async run({ context }) {
    const { socket, pidFile } = findPlace(context);
    if (context.json) context.terminal.json({ type: 'socket', socket, pid_file: pidFile });
    else context.terminal.text(socket);
    return 0;
  },
});
