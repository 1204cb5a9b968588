// The second bundle: what the first one loads when a verb needs more than a daemon that answers.
export { cleanUp } from './leftovers.ts';
export { spawnDaemon } from './spawn.ts';
export { showStatus } from './status-show.ts';
export { runAny } from './verbs.ts';
