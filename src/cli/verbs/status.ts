import { askDaemon, isNotRunning } from '../ask.ts';
import { defineCommand } from '../command.ts';
import { statusText } from '../status-text.ts';

/** `whis status`: what the daemon does, and what can be done next. */
export const status = defineCommand({
  name: 'status',
  summary: 'what the daemon is doing, and what to do next',
  details: [
    'Exits with 3 when no daemon is running, and cleans up what a dead one left.',
    'Words of --format: {state} {elapsed} {level} {engine} {model} {microphone} {queue} {uptime}.',
  ],
  args: {},
  options: {
    follow: {
      type: 'flag',
      help: 'print it again at each change; waits for a daemon that ends to come back',
    },
    format: { type: 'text', value: 'TEXT', help: "one line: '{state} {elapsed}'" },
    waybar: { type: 'flag', help: 'one line of JSON for a custom module of waybar' },
  },
  examples: [
    ['whis status', 'is it running, and with which engine?'],
    ['whis status --follow --waybar', 'for a status bar'],
  ],
  async run({ context, options }) {
    try {
      if (!options.follow && !options.waybar && options.format === undefined) {
        const reply = await askDaemon(context, 'status', {});
        if (context.json) context.terminal.json(reply);
        else context.terminal.answer(statusText(reply));
        return 0;
      }
    } catch (error) {
      if (!isNotRunning(error)) throw error;
    }
    const { showStatus } = await import('../later.ts');
    return showStatus(context, options);
  },
});
