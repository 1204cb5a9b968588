import { connect, type Socket } from 'node:net';

import type { Endpoint } from '../protocol/endpoint.ts';
import { WhisError } from '../protocol/errors.ts';
import { elapsedMs, pause } from './clock.ts';
import { notRunning } from './place.ts';

const firstPauseMs = 10;
const longestPauseMs = 250;

/** What of a failed connect is worth another try: a full queue always, an absent daemon if awaited. */
const full = new Set(['EAGAIN']);
const absent = new Set(['ENOENT', 'ECONNREFUSED']);

/**
 * Connects to the daemon's socket, trying again with back-off until the deadline while its queue is
 * full (EAGAIN is a daemon that lives) and, when it `isAwaited`, until it is there. Throws
 * `not_running`, `no_answer`, or `unsafe_path` for a socket that this user may not use.
 */
export async function dial(
  endpoint: Endpoint,
  { deadlineAt, isAwaited }: { deadlineAt: number; isAwaited: boolean },
): Promise<Socket> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      return await connected(endpoint.socket);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? '';
      const mayComeRight = full.has(code) || (isAwaited && absent.has(code));
      if (!mayComeRight) throw failure(endpoint, code, error);
      if (elapsedMs() + pauseMs > deadlineAt) {
        throw full.has(code) ? noAnswer(endpoint) : failure(endpoint, code, error);
      }
      await pause(pauseMs);
    }
  }
}

/** Says that a daemon is there but does not answer. */
export function noAnswer({ socket }: Endpoint): WhisError {
  return new WhisError(
    'no_answer',
    `The daemon at ${socket} did not answer in time. It may be stopped or overloaded: try again, or wait longer with --timeout 30.`,
  );
}

function connected(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

function failure(endpoint: Endpoint, code: string, cause: unknown): WhisError {
  if (absent.has(code)) return notRunning(endpoint, cause);
  const what = `The socket ${endpoint.socket} cannot be used (${code})`;
  if (code === 'EACCES' || code === 'EPERM') {
    return new WhisError(
      'unsafe_path',
      `${what}: it belongs to another user. Name your own with --socket.`,
      { cause },
    );
  }
  return new WhisError('unsafe_path', `${what}. Name another one with --socket.`, { cause });
}
