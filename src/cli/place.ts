import { lstatSync, readFileSync } from 'node:fs';

import {
  findEndpoint,
  judgeDirectory,
  settingsFile,
  type DirectoryFacts,
  type Endpoint,
} from '../protocol/endpoint.ts';
import { asWhisError, WhisError } from '../protocol/errors.ts';
import type { Context } from './context.ts';

/** Finds the socket: `--socket`, then `WHIS_SOCKET`, then the setting, then the platform's place. */
export function findPlace({
  surroundings,
  socket,
}: Pick<Context, 'surroundings' | 'socket'>): Endpoint {
  const setting = settingOfSocket(settingsFile(surroundings));
  return findEndpoint(surroundings, { flag: socket, setting });
}

/**
 * Looks whether nobody else can have put a socket there. Throws `unsafe_path` with what mends it;
 * `not_running` when the fallback directory, which the daemon makes, is not there.
 */
export function judgePlace(endpoint: Endpoint, uid: number): void {
  const { directory } = endpoint;
  if (directory === null) return;
  const facts = look(directory.path);
  if (facts === null && directory.origin === 'fallback') throw notRunning(endpoint);
  const refusal = judgeDirectory(directory, facts, uid);
  if (refusal) throw refusal;
}

/** Says that nothing listens at a socket, and how that is changed. */
export function notRunning({ socket }: Endpoint, cause?: unknown): WhisError {
  return new WhisError(
    'not_running',
    `No daemon is running (nothing answers at ${socket}). Start one: whis listen`,
    { cause },
  );
}

/** A broken settings file names no socket; the daemon says what is wrong with it. */
function settingOfSocket(file: string): string | null {
  try {
    const settings: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof settings !== 'object' || settings === null) return null;
    const path = (settings as { socket_path?: unknown }).socket_path;
    return typeof path === 'string' ? path : null;
  } catch {
    return null;
  }
}

function look(path: string): DirectoryFacts | null {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (!stats) return null;
    return {
      isDirectory: stats.isDirectory(),
      isLink: stats.isSymbolicLink(),
      mode: stats.mode & 0o7777,
      uid: stats.uid,
    };
  } catch (error) {
    const { message } = asWhisError(error);
    throw new WhisError(
      'unsafe_path',
      `The socket's folder cannot be looked at: ${message}. Name another one with --socket.`,
      { cause: error },
    );
  }
}
