import { join } from 'node:path';

import { openRecorder } from '../audio/index.ts';
import type { Feed } from '../core/feed.ts';
import type { Clock, Host, Recorder } from '../core/ports.ts';
import { openEngines, type Engines } from '../engines/index.ts';
import type { ModelLibrary } from '../engines/models/library.ts';
import { openModels } from '../engines/models/open.ts';
import type { Surroundings } from '../protocol/endpoint.ts';
import type { ListenOptions } from '../protocol/headless.ts';
import type { Session } from '../protocol/session.ts';
import type { EngineChoice, Settings } from '../protocol/settings.ts';
import { takeLock } from '../store/lock.ts';
import type { Paths } from '../store/paths.ts';
import { SettingsFile } from '../store/settings-file.ts';
import { Store } from '../store/store.ts';
import { openText, type TextWork } from '../text/index.ts';
import { settingsBehind } from './command-line.ts';
import { Custody } from './custody.ts';
import { Dictations } from './dictations.ts';
import { exchange } from './exchange.ts';
import { Log } from './log.ts';

/** What the daemon is made of; each method takes what it needs of it. */
export interface Parts {
  readonly clock: Clock;
  readonly feed: Feed;
  readonly host: Host;
  readonly store: Store;
  readonly settingsFile: SettingsFile;
  readonly recorder: Recorder;
  readonly engines: Engines;
  readonly text: TextWork;
  readonly models: ModelLibrary;
  readonly dictations: Dictations;
  readonly custody: Custody;
  readonly log: Log;
  /** The settings with what the command line of this run puts before them. */
  settings(): Settings;
  /** The engine that the command line of this run asks for. */
  readonly wanted: { readonly engine?: EngineChoice; readonly model?: string };
}

/** What the parts are made from. */
export interface PartsOptions {
  readonly surroundings: Surroundings;
  readonly paths: Paths;
  readonly host: Host;
  readonly listen: ListenOptions;
  readonly clock: Clock;
  readonly feed: Feed;
  /** Whether a damaged history may be set aside: only the lock's holder may. */
  readonly mend: boolean;
  /** Whether a daemon runs that can tell what became of a broken settings file. */
  readonly isServing: boolean;
  /** A session is over, and nothing works on it any more; null when nothing was recorded. */
  readonly onSettled: (session: Session | null) => void;
}

/** Opens the log, the history and the settings, and makes ready what records and transcribes. */
export function openParts(options: PartsOptions): Parts {
  const { surroundings, paths, host, listen, clock, feed, mend, isServing, onSettled } = options;
  const { env, platform } = surroundings;
  const { programs, spawnModule } = host;
  const {
    input: path,
    inputSpeed: speed = 'real',
    logLevel: level = 'info',
    engine,
    model,
  } = listen;
  const log = new Log({ path: paths.daemonLog, level, feed, clock });
  const onError = ({ message }: Error) => log.write('error', message);
  const settingsFile = SettingsFile.open(paths.settings, { mend: isServing });
  return {
    clock,
    feed,
    host,
    store: Store.open(paths, { mend, ...clock, onError }),
    settingsFile,
    recorder: openRecorder({
      platform,
      programs,
      spawnModule,
      ...(path === undefined ? {} : { input: { path, speed } }),
    }),
    text: openText({ env, exchange }),
    engines: openEngines({ env, modelsFolder: paths.models, programs, spawnModule, exchange }),
    models: openModels({
      env,
      modelsFolder: paths.models,
      programs,
      spawnModule,
      takeTurn: () => takeLock(join(paths.state, 'downloads.db')),
    }),
    custody: new Custody(host.clipboard, {
      onError: ({ message }) => log.write('warn', message),
    }),
    dictations: new Dictations({ feed, log, onSettled }),
    log,
    settings: settingsBehind(listen, settingsFile, host.keys),
    wanted: { ...(engine && { engine }), ...(model && { model }) },
  };
}
