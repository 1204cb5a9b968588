import type { Host, ModuleName } from '../core/ports.ts';
import { openPrograms, withoutKeys } from '../daemon/programs.ts';
import { openDesktop } from '../desktop/index.ts';
import type { Surroundings } from '../protocol/endpoint.ts';
import { spawnModule } from './spawn-module.ts';

/** The host without a desktop app: plain Node, in whatever terminal or service it runs. */
export function headlessHost(
  { env, platform }: Surroundings,
  modulePath: (name: ModuleName) => string,
): Host {
  const programs = openPrograms({ env, platform });
  const spawn = (name: ModuleName) => spawnModule(name, { modulePath, env: withoutKeys(env) });
  const desktop = openDesktop({ platform, env, programs, spawnModule: spawn });
  return {
    kind: 'headless',
    clipboard: desktop.clipboard,
    paster: desktop.paster,
    keys: null,
    // Its lines in the terminal, or its log, tell the same.
    notify: () => {},
    openHotkey: (events) => desktop.openHotkey(events),
    checkAccelerator: desktop.checkAccelerator,
    checks: () => desktop.checks(),
    programs,
    spawnModule: spawn,
    writeOut: (text) =>
      new Promise((resolve, reject) => {
        process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
      }),
  };
}
