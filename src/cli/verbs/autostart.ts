import { join } from 'node:path';

import type { AutostartStatus } from '../../protocol/headless.ts';
import { printable } from '../../protocol/printable.ts';
import { defineCommand } from '../command.ts';
import { loadHeadless, requireDaemonNode } from '../headless.ts';

const actions = ['on', 'off', 'status'] as const;

const kinds: Readonly<Record<NonNullable<AutostartStatus['kind']>, string>> = {
  systemd: 'a systemd unit',
  desktop_entry: "the desktop's autostart",
  launchd: 'a launchd agent',
  run_key: 'the Run key',
};

/** `whis autostart`: has the daemon started at login. */
export const autostart = defineCommand({
  name: 'autostart',
  summary: 'have the daemon started at login, or no more',
  details: [
    'whis autostart on, off, status. A systemd unit of your own where your session is run by systemd, an entry in the autostart folder of the desktop elsewhere; on macOS a launchd agent, on Windows a value of the Run key.',
    'It names this Node and this CLI by their paths: after moving one of them, say “on” once more. With --socket the daemon listens there. Status exits with 1 when what it names is not there any more.',
  ],
  args: {
    action: { label: 'on|off|status', kind: 'required', choices: actions, help: 'what to do' },
  },
  options: {},
  examples: [
    ['whis autostart on', 'from now on, and at each login'],
    ['whis autostart off', 'no more; a daemon that runs goes on'],
  ],
  async run({ context, args: { action } }) {
    requireDaemonNode('whis autostart');
    const headless = await loadHeadless(context, 'whis autostart');
    const place = context.socket === undefined ? [] : [`--socket=${context.socket}`];
    const argv = [process.execPath, join(context.folder, 'whis.cjs'), 'listen', ...place];
    const status = await headless.autostart(context.surroundings, action, argv);
    const { terminal, json } = context;
    if (json) terminal.json({ type: 'autostart', ...status });
    else terminal.answer(sentence(status));
    if (!json && status.note !== null) terminal.note(printable(status.note));
    if (!json && status.problem !== null) terminal.note(printable(status.problem));
    return status.problem === null ? 0 : 1;
  },
});

function sentence({ kind, place }: AutostartStatus): string {
  if (kind === null) return 'off: the daemon is not started at login';
  return `on: the daemon is started at login by ${kinds[kind]} (${printable(place ?? '')})`;
}
