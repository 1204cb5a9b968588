import { setTimeout as delay } from 'node:timers/promises';

import type { Endpoint } from '../protocol/endpoint.ts';
import { WhisError } from '../protocol/errors.ts';
import type { Status } from '../protocol/status.ts';
import { takeLock, type Lock } from '../store/lock.ts';
import type { Paths } from '../store/paths.ts';
import { askShutdown, askStatus } from './ask.ts';
import { readPidFile } from './pid-file.ts';

/**
 * How the owner of the lock is asked who it is. It may be just starting, or about to end: that takes
 * 5 s at most.
 */
const asks = { withinMs: 6000, deadlineMs: 500, firstPauseMs: 50, longestPauseMs: 400 };

/** Asks the daemon at a socket to end; resolves when it has closed the connection. */
export function askToEnd({ socket }: Endpoint): Promise<void> {
  return askShutdown(socket, asks.withinMs);
}

/** Who owns the daemon at a socket, if somebody answers there. */
export function askOwner({ socket }: Endpoint): Promise<Status | null> {
  return askStatus(socket, asks.deadlineMs);
}

/**
 * Takes the lock of a data folder. Where somebody has it, asks who that is, and tries again meanwhile:
 * it may be about to end, or a CLI that only reads. Throws `already_running`, and `interrupted` when
 * `halt` aborts.
 */
export async function becomeOwner({
  endpoint,
  paths,
  halt,
}: {
  endpoint: Endpoint;
  paths: Paths;
  halt: AbortSignal;
}): Promise<Lock> {
  const deadlineAt = performance.now() + asks.withinMs;
  let pauseMs = asks.firstPauseMs;
  while (performance.now() < deadlineAt) {
    const lock = takeLock(paths.lock);
    if (lock) return lock;
    const status = await askOwner(endpoint);
    if (status) throw alreadyRunning(endpoint, status);
    await delay(pauseMs);
    if (halt.aborted) throw new WhisError('interrupted', 'Ended before it had begun to listen.');
    pauseMs = Math.min(pauseMs * 2, asks.longestPauseMs);
  }
  const pid = readPidFile(endpoint.pidFile);
  const who = pid === null ? 'It does not say who it is' : `Its pid file says ${pid}`;
  throw new WhisError(
    'already_running',
    `A daemon with these data folders is running, but does not answer at ${endpoint.socket}. ${who}; if it listens elsewhere, name that socket with --socket.`,
  );
}

function alreadyRunning({ socket }: Endpoint, { pid, host, started_at: since }: Status): WhisError {
  return new WhisError(
    'already_running',
    `whis is running already: pid ${pid} (${host}, since ${since}) at ${socket}. End it: whis stop`,
  );
}
