import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Host } from '../core/ports.ts';
import { findEndpoint, type Endpoint, type Surroundings } from '../protocol/endpoint.ts';
import { asWhisError } from '../protocol/errors.ts';
import type { ListenOptions } from '../protocol/headless.ts';
import { takeLock, type Lock } from '../store/lock.ts';
import { findPaths, makeFolders, makePrivateFolder, type Paths } from '../store/paths.ts';
import { checkCommandLine } from './command-line.ts';
import { defaultMaxConnections } from './connection-limit.ts';
import { Daemon } from './daemon.ts';
import { Doorstep } from './doorstep.ts';
import { becomeOwner } from './owner.ts';
import { removeOldPidFile, removePidFile, writePidFile } from './pid-file.ts';
import { Server } from './server.ts';
import { checkDirectory, clearOldSocket } from './socket-path.ts';

export type { Paths } from '../store/paths.ts';

/** What a host has to say to start the service. */
export interface ServiceOptions {
  readonly surroundings: Surroundings;
  readonly listen: ListenOptions;
  readonly host: Host;
  /** What the host has to read or write before the daemon opens: the lock is held by then. */
  readonly onLocked?: () => Promise<void>;
  /** A client asks the service to end; the host calls `close` then. */
  readonly onShutdown: () => void;
  /** Nobody wants the service any more: it does not wait for another one to end. */
  readonly halt: AbortSignal;
}

/** A daemon with its door open. */
export interface Service {
  readonly daemon: Daemon;
  readonly endpoint: Endpoint;
  readonly paths: Paths;
  /**
   * Ends everything in the right order; the lock is released last. When `hurry` aborts, what is being
   * transcribed is not waited for, but left for the next start.
   */
  close(reason: string, hurry: AbortSignal): Promise<void>;
}

/**
 * Starts the one daemon of a data folder: the folder is checked, the lock taken, what a dead daemon
 * left is removed, the daemon opened, the socket published, the pid file written, in this order.
 * Throws what `checkCommandLine` throws, `unsafe_path`, `path_too_long`, `already_running` (it names the owner), `interrupted` (by
 * `halt`), `storage_failed`.
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { surroundings, listen, halt } = options;
  await checkCommandLine(listen, options.host);
  const paths = findPaths(surroundings);
  const endpoint = endpointOf(surroundings, listen.socket);
  checkDirectory(endpoint, surroundings.uid);
  makeFolders(paths);
  const lock = await becomeOwner({ endpoint, paths, halt });
  try {
    await clearOldSocket(endpoint.socket, surroundings.uid);
    await options.onLocked?.();
    return await openUnder(lock, { ...options, paths, endpoint });
  } catch (thrown) {
    lock.close();
    throw thrown;
  }
}

/** Where a daemon with these surroundings is met. Throws as `findEndpoint` does. */
export function endpointOf(surroundings: Surroundings, flag?: string): Endpoint {
  const setting = socketSetting(findPaths(surroundings).settings);
  return findEndpoint(surroundings, { flag, setting });
}

/** The surroundings as a host's children get them: with the socket by which they find their daemon. */
export function surroundingsOfChildren(surroundings: Surroundings, flag?: string): Surroundings {
  const { socket } = endpointOf(surroundings, flag);
  return { ...surroundings, env: { ...surroundings.env, WHIS_SOCKET: socket } };
}

/**
 * Makes the folder in which the tray app's runtime keeps what is its own, for its owner alone, and
 * gives its path. The runtime makes it otherwise, for all to read. Throws `storage_failed`.
 */
export function makeRuntimeFolder(surroundings: Surroundings): string {
  const folder = join(findPaths(surroundings).state, 'electron');
  makePrivateFolder(folder);
  return folder;
}

/**
 * Removes what a dead daemon left, holding the lock meanwhile. Gives the paths that were removed: none
 * when a daemon lives.
 */
export async function cleanUp(surroundings: Surroundings, endpoint: Endpoint): Promise<string[]> {
  const paths = findPaths(surroundings);
  makeFolders(paths);
  const lock = takeLock(paths.lock);
  if (lock === null) return [];
  try {
    const removed: string[] = [];
    if (await clearOldSocket(endpoint.socket, surroundings.uid)) removed.push(endpoint.socket);
    if (removeOldPidFile(endpoint.pidFile)) removed.push(endpoint.pidFile);
    return removed;
  } finally {
    lock.close();
  }
}

async function openUnder(
  lock: Lock,
  {
    surroundings,
    paths,
    endpoint,
    listen,
    host,
    onShutdown,
  }: ServiceOptions & { paths: Paths; endpoint: Endpoint },
): Promise<Service> {
  // The daemon reads its status once before it has a door.
  let server: Server | null = null;
  const daemon = await Daemon.open({
    surroundings,
    paths,
    host,
    listen,
    countClients: () => server?.clients ?? 0,
    onShutdown,
  });
  const limit = defaultMaxConnections();
  const accepting = new Server(daemon, () => daemon.settings().max_connections ?? limit);
  server = accepting;
  const doorstep = new Doorstep({
    endpoint,
    uid: surroundings.uid,
    onClient: (socket) => accepting.accept(socket),
    onTrouble(error) {
      if (error) return daemon.log('error', error.message);
      daemon.log('warn', `the socket's path was lost and is published again: ${endpoint.socket}`);
      try {
        writePidFile(endpoint.pidFile);
      } catch (thrown) {
        daemon.log('error', asWhisError(thrown).message);
      }
    },
  });
  try {
    await doorstep.open();
    writePidFile(endpoint.pidFile);
  } catch (thrown) {
    await doorstep.close();
    await daemon.close('the socket could not be opened', AbortSignal.abort());
    throw thrown;
  }
  return {
    daemon,
    endpoint,
    paths,
    async close(reason, hurry) {
      const closed = doorstep.close();
      await daemon.close(reason, hurry);
      await accepting.close();
      await closed;
      removePidFile(endpoint.pidFile);
      lock.close();
    },
  };
}

/** The setting `socket_path`, read before the lock is held: a broken file is dealt with later. */
function socketSetting(path: string): string | null {
  try {
    const settings = JSON.parse(readFileSync(path, 'utf8')) as { socket_path?: unknown };
    return typeof settings.socket_path === 'string' ? settings.socket_path : null;
  } catch {
    return null;
  }
}
