import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { dirname, posix, win32 } from 'node:path';

import { absolute, settingsFile, type Surroundings } from '../protocol/endpoint.ts';
import { isMissing, storageError } from './storage-error.ts';

/** Everything that whis keeps on disk; all absolute. */
export interface Paths {
  /** The settings, JSON. */
  readonly settings: string;
  /** The history, a SQLite database. */
  readonly history: string;
  /** Folder of the recordings, `<id>.wav`. */
  readonly audio: string;
  /** Folder of the local engine's models, one folder each. */
  readonly models: string;
  /** Folder of what only this machine needs. */
  readonly state: string;
  /** The lock of the one daemon that owns these folders. */
  readonly lock: string;
  readonly daemonLog: string;
  /** Folder of the sessions' events, `<id>.jsonl`. */
  readonly sessionLogs: string;
}

/**
 * Finds the folders by the platform's own custom. On Linux that is the XDG Base Directory
 * Specification: a variable that is unset, empty or relative counts as its default.
 */
export function findPaths(surroundings: Surroundings): Paths {
  const { platform, env, home } = surroundings;
  const settings = settingsFile(surroundings);
  if (platform === 'win32') {
    const local = win32.join(env['LOCALAPPDATA'] || win32.join(home, 'AppData', 'Local'), 'whis');
    return inFolders({ settings, data: local, state: local, logs: local, path: win32 });
  }
  if (platform === 'darwin') {
    const support = posix.join(home, 'Library', 'Application Support', 'whis');
    const logs = posix.join(home, 'Library', 'Logs', 'whis');
    // The lock stays out of Logs: people and cleaners empty that folder while programs run.
    return inFolders({ settings, data: support, state: support, logs, path: posix });
  }
  const state = posix.join(absolute(env['XDG_STATE_HOME']) ?? `${home}/.local/state`, 'whis');
  const data = posix.join(absolute(env['XDG_DATA_HOME']) ?? `${home}/.local/share`, 'whis');
  return inFolders({ settings, data, state, logs: state, path: posix });
}

/**
 * Makes the folders that are missing, for their owner alone (0700); those that exist stay as they
 * are. Throws `storage_failed` naming the folder.
 */
export function makeFolders(paths: Paths): void {
  const { settings, history, audio, models, state, daemonLog, sessionLogs } = paths;
  const holders = [settings, history, daemonLog].map((file) => dirname(file));
  for (const folder of [...holders, audio, models, state, sessionLogs]) {
    wrapped(folder, () => makeFolder(folder));
  }
}

/** Makes a folder for its owner alone (0700), also one that exists. Throws `storage_failed` naming it. */
export function makePrivateFolder(path: string): void {
  wrapped(path, () => {
    makeFolder(path);
    chmodSync(path, 0o700);
  });
}

function wrapped(folder: string, make: () => void): void {
  try {
    make();
  } catch (error) {
    throw storageError(`The folder ${folder} could not be made`, error);
  }
}

/** Not `recursive`: on a read-only disk that says ENOENT, which is not the reason. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, 0o700);
  } catch (error) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
    if (!isMissing(error) || dirname(path) === path) throw error;
    makeFolder(dirname(path));
    makeFolder(path);
  }
}

function inFolders({
  settings,
  data,
  state,
  logs,
  path,
}: {
  settings: string;
  data: string;
  state: string;
  logs: string;
  path: typeof posix;
}): Paths {
  return {
    settings,
    history: path.join(data, 'history.db'),
    audio: path.join(data, 'audio'),
    models: path.join(data, 'models'),
    state,
    lock: path.join(state, 'lock.db'),
    daemonLog: path.join(logs, 'daemon.log'),
    sessionLogs: path.join(logs, 'sessions'),
  };
}
