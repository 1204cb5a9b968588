import { readFileSync } from 'node:fs';

import { WhisError } from '../../protocol/errors.ts';
import { isNotRunning } from '../ask.ts';
import type { Client } from '../client.ts';
import { elapsedMs, pause } from '../clock.ts';
import { defineCommand } from '../command.ts';
import type { Context } from '../context.ts';
import { patience, reach } from '../reach.ts';

/** A daemon ends within 5 s; a busy machine may need longer. */
const goneWithinMs = 15_000;
const pauseMs = 20;

/** `whis stop`: ends the service, and waits until it is gone. */
export const stop = defineCommand({
  name: 'stop',
  summary: 'end the service; a recording is kept',
  args: {},
  options: {},
  examples: [['whis stop', 'ends the service and waits until it is gone']],
  surplus: (word) =>
    `“whis stop” ends the service and takes no session. To end a dictation: whis done ${word}.`,
  async run({ context }) {
    let client: Client;
    try {
      client = await reach(context);
    } catch (error) {
      if (!isNotRunning(error)) throw error;
      const { cleanUp } = await import('../later.ts');
      await cleanUp(context);
      if (context.json) context.terminal.json({ type: 'ok', state: 'not_running' });
      else context.terminal.answer('nothing to stop: no daemon is running');
      return 0;
    }
    try {
      await end(client, context);
    } finally {
      client.close();
    }
    if (context.json) context.terminal.json({ type: 'ok', state: 'not_running' });
    else context.terminal.answer('stopped');
    return 0;
  },
});

async function end(client: Client, context: Context): Promise<void> {
  const { pid } = await client.request('status', {}, patience('status', context));
  await client.request('shutdown', {}, patience('shutdown', context));
  const deadlineAt = elapsedMs() + (context.timeoutMs ?? goneWithinMs);
  let late: NodeJS.Timeout | undefined;
  const waited = new Promise<void>((resolve) => (late = setTimeout(resolve, goneWithinMs)));
  await Promise.race([client.closed, waited]);
  clearTimeout(late);
  // The lock falls with the process, after the connection: only then may the next one start.
  while (isAlive(pid)) {
    if (elapsedMs() > deadlineAt) {
      throw new WhisError(
        'no_answer',
        `The daemon (process ${pid}) was asked to end and still runs. Its recording is kept whatever happens; to end it for sure: kill -9 ${pid}`,
      );
    }
    await pause(pauseMs);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !isZombie(pid);
}

/** A process that has ended, but whose parent has not asked how (a container without an init). */
function isZombie(pid: number): boolean {
  try {
    // “pid (name) state …”, and the name may hold anything (proc(5)).
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return /^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}
