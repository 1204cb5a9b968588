import type { Session } from '../protocol/session.ts';
import type { Overrides, Settings } from '../protocol/settings.ts';
import { engineNames, serviceNames } from '../store/settings.ts';

/**
 * What a session is taken up with again, without a person who asks for it: the settings as they are now,
 * if the service that it had is one of theirs; else that engine alone, since a dictation that asked for
 * it may not be anybody else's.
 */
export function engineOf({ engine }: Session, settings: Settings): Overrides {
  const isTheirs = [settings.engine, ...settings.fallback_engines].some((name) => name === engine);
  const name = engineNames.find((name) => name === engine);
  return name === undefined || (isTheirs && isService(name)) ? {} : { engine: name };
}

/** Whether an engine of this name is a service. */
export function isService(engine: string | null): boolean {
  return serviceNames.some((name) => name === engine);
}
