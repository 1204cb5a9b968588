import type { Feed } from '../core/feed.ts';
import type { Clock, Host, Recorder } from '../core/ports.ts';
import type { Engines } from '../engines/index.ts';
import type { EngineChoice, Settings } from '../protocol/settings.ts';
import type { SettingsFile } from '../store/settings-file.ts';
import type { Store } from '../store/store.ts';
import type { Dictations } from './dictations.ts';
import type { Log } from './log.ts';

/** What the daemon is made of; each method takes what it needs of it. */
export interface Parts {
  readonly clock: Clock;
  readonly feed: Feed;
  readonly host: Host;
  readonly store: Store;
  readonly settingsFile: SettingsFile;
  readonly recorder: Recorder;
  readonly engines: Engines;
  readonly dictations: Dictations;
  readonly log: Log;
  /** The settings with what the command line of this run puts before them. */
  settings(): Settings;
  /** The engine that the command line of this run asks for. */
  readonly wanted: { readonly engine?: EngineChoice; readonly model?: string };
}
