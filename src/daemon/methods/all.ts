import type { Status } from '../../protocol/status.ts';
import type { Paths } from '../../store/paths.ts';
import type { Counters } from '../counters.ts';
import { describe } from '../describe.ts';
import { examine } from '../doctor.ts';
import type { Parts } from '../parts.ts';
import { SessionIds } from '../session-ids.ts';
import type { Identity } from '../status.ts';
import { dictatingMethods } from './dictating.ts';
import { followingMethods } from './following.ts';
import { historyMethods } from './history.ts';
import type { Methods } from './methods.ts';
import { modelMethods } from './models.ts';
import { microphoneMethods } from './microphones.ts';
import { serviceMethods } from './service.ts';
import { settingsMethods } from './settings.ts';

/** What the methods do beside their parts. */
export interface Doings {
  readonly counters: Counters;
  readonly paths: Paths;
  readonly identity: Identity;
  readonly status: () => Status;
  /** Whether this is the running daemon, not an answer from the files alone. */
  readonly isServing: boolean;
  readonly tidy: () => void;
  /** Resolves when a session is not tried again by itself any more. */
  readonly release: (id: string) => Promise<void>;
  readonly settingsChanged: (keys: readonly string[]) => void;
  readonly shutdown: () => void;
}

/** Every method of the daemon. */
export function allMethods(parts: Parts, doings: Doings): Methods {
  const ids = new SessionIds(parts.store, parts.dictations);
  const { recorder, engines, text, host } = parts;
  const { history, settings, models, daemonLog } = doings.paths;
  return {
    ...serviceMethods(parts, ids, doings),
    ...dictatingMethods(parts, ids, doings),
    ...historyMethods(parts, ids, doings.tidy),
    ...followingMethods(parts, ids, daemonLog),
    ...microphoneMethods(parts),
    ...modelMethods(parts, doings.settingsChanged),
    ...settingsMethods(parts, doings.settingsChanged),
    async describe() {
      return { type: 'description', ...(await describe()) };
    },
    async doctor() {
      const { notices, pid } = doings.status();
      const daemon = doings.isServing
        ? `running, process ${pid}`
        : 'not running; start it: whis listen';
      const places = { daemon, settings, history, models, log: daemonLog };
      const checks = await examine({
        recorder,
        engines,
        text,
        host,
        settings: parts.settings(),
        places,
        notices,
      });
      return { type: 'report', checks };
    },
  };
}
