import { setTimeout as delay } from 'node:timers/promises';

import { idle, ScriptedDaemon } from '../../fixtures/scripted-daemon.ts';

// A scripted daemon in a process of its own: `scripted.ts SOCKET BACKLOG`. Asked to end, it closes its
// connections at once and the process a little later, as a daemon does that still holds its lock.
const [path = '', backlog = '100'] = process.argv.slice(2);
const lingerMs = 300;

const daemon = await ScriptedDaemon.listen(
  path,
  {
    ping: { type: 'pong' },
    status: { ...idle, pid: process.pid },
    shutdown: () => {
      setImmediate(() => void daemon.close().then(() => delay(lingerMs)));
      return { type: 'ok' };
    },
  },
  Number(backlog),
);
process.stdout.write('ready\n');
