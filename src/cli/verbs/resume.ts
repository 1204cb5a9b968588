import type { DaemonState } from '../../protocol/status.ts';
import { defineCommand } from '../command.ts';
import { relay } from '../relay.ts';

const next: Readonly<Partial<Record<DaemonState, string>>> = {
  idle: ' — whis toggle starts a dictation',
  recording: ' — whis toggle ends it',
};

/** `whis resume`: takes back a pause. */
export const resume = defineCommand({
  name: 'resume',
  summary: 'go on after a pause',
  args: {},
  options: {},
  examples: [['whis resume', 'the same recording goes on']],
  run: ({ context }) =>
    relay(context, {
      type: 'resume',
      params: {},
      say: ({ state }) => `${state}${next[state] ?? ''}`,
    }),
});
