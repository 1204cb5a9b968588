import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

import { WhisError } from '../protocol/errors.ts';
import type { Readiness } from '../protocol/headless.ts';
import type { Context } from './context.ts';
import { requireDaemonNode } from './headless.ts';

const readyFd = 3;

/** Opening the store and taking the lock; a recovery goes on afterwards. */
const readyWithinMs = 20_000;

/**
 * Starts a headless daemon in the background, with the Node that runs this, and waits until it tells
 * how its start went. `options` is what `whis listen` gets. Throws `runtime_too_old`, `no_answer`
 * when it does not tell in time, `internal` when it ends without a word.
 */
export async function spawnDaemon(
  context: Context,
  options: readonly string[] = [],
): Promise<Readiness> {
  requireDaemonNode('Starting the daemon');
  context.terminal.note('starting the daemon…');
  const place = context.socket === undefined ? [] : [`--socket=${context.socket}`];
  const child = spawn(
    process.execPath,
    [join(context.folder, 'whis.cjs'), 'listen', `--ready-fd=${readyFd}`, ...place, ...options],
    {
      env: { ...context.surroundings.env },
      // A daemon that stayed in this folder would keep its disk from being unmounted.
      cwd: '/',
      detached: true,
      // Windows gives it a console of its own: nobody needs to see that.
      windowsHide: true,
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  );
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  child.unref();
  const channel = child.stdio[readyFd] as Readable;
  const timer = setTimeout(() => channel.destroy(late(child)), readyWithinMs);
  try {
    const line = await firstLine(channel);
    if (line !== '') return JSON.parse(line) as Readiness;
  } finally {
    clearTimeout(timer);
    channel.destroy();
  }
  child.ref();
  throw new WhisError(
    'internal',
    `The daemon ended before it was ready (${await ended}). To see why, run: whis listen`,
  );
}

async function firstLine(channel: Readable): Promise<string> {
  let text = '';
  for await (const piece of channel.setEncoding('utf8')) {
    text += piece as string;
    if (text.includes('\n')) break;
  }
  return text.trim();
}

function late({ pid }: ChildProcess): WhisError {
  return new WhisError(
    'no_answer',
    `The daemon (process ${pid}) was not ready within ${readyWithinMs / 1000} s. To see why, end it and run: whis listen`,
  );
}
