import { openPrograms } from '../daemon/programs.ts';
import { variablesToKeep } from '../desktop/autostart/command.ts';
import { openAutostart } from '../desktop/index.ts';
import type { Surroundings } from '../protocol/endpoint.ts';
import type { AutostartStatus } from '../protocol/headless.ts';

/** Turns the start at login on or off, or tells how it stands. */
export function switchAutostart(
  surroundings: Surroundings,
  action: 'on' | 'off' | 'status',
  argv: readonly string[],
): Promise<AutostartStatus> {
  const { env, platform } = surroundings;
  const autostart = openAutostart(surroundings, openPrograms({ env, platform }));
  switch (action) {
    case 'on':
      return autostart.on({ argv, env: variablesToKeep(env) });
    case 'off':
      return autostart.off();
    case 'status':
      return autostart.status();
  }
}
