import { fileURLToPath } from 'node:url';

import type { ModuleName } from '../core/ports.ts';
import { answerOffline as answerFromFiles } from '../daemon/offline.ts';
import { cleanUp as removeLeftovers } from '../daemon/service.ts';
import type { HeadlessModule } from '../protocol/headless.ts';
import { switchAutostart } from './autostart.ts';
import { headlessHost } from './host.ts';
import { listen as runDaemon } from './listen.ts';

export const listen: HeadlessModule['listen'] = (surroundings, options) =>
  runDaemon(surroundings, options, (forChildren) => headlessHost(forChildren, builtModule));

export const answerOffline: HeadlessModule['answerOffline'] = (surroundings, request, listening) =>
  answerFromFiles(surroundings, request, headlessHost(surroundings, builtModule), listening);

export const cleanUp: HeadlessModule['cleanUp'] = (surroundings, endpoint) =>
  removeLeftovers(surroundings, endpoint);

export const autostart: HeadlessModule['autostart'] = switchAutostart;

/** The build puts each module that runs in a process of its own beside this bundle's folder. */
function builtModule(name: ModuleName): string {
  return fileURLToPath(new URL(`../children/${name}.mjs`, import.meta.url));
}
