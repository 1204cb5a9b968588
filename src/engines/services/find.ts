import { inKeychain, type ServiceName, type ServiceSettings } from '../../protocol/settings.ts';
import type { Missing } from '../way.ts';
import { shapes } from './shapes.ts';

/** Keys that the environment has; an empty one is none. */
export interface Keys {
  /** For example `WHIS_OPENAI_API_KEY`: given to whis itself. */
  readonly own: string | null;
  /** For example `OPENAI_API_KEY`: given to every program, so that it means nothing until it is chosen. */
  readonly general: string | null;
}

/** The keys for a service that an environment has. */
export function keysIn(env: Readonly<Record<string, string | undefined>>, name: ServiceName): Keys {
  const general = `${name.toUpperCase()}_API_KEY`;
  return { own: env[`WHIS_${general}`] || null, general: env[general] || null };
}

/**
 * The key for a service: null for a service of one's own that wants none, which has to be chosen.
 */
export function findKey(
  name: ServiceName,
  { api_key: inSettings, base_url: baseUrl }: ServiceSettings,
  { keys, isChosen }: { readonly keys: Keys; readonly isChosen: boolean },
): { readonly key: string | null } | Missing {
  const key = keys.own ?? (isChosen ? keys.general : null) ?? inSettings;
  const variable = `WHIS_${name.toUpperCase()}_API_KEY`;
  if (key === inKeychain) {
    return {
      missing: 'The API key is in the keychain of the tray app, and cannot be read here.',
      fix: `Start the tray app (and enter the key again if it says the same), or set ${variable}.`,
      isNamed: true,
    };
  }
  if (key !== null && key !== '') return { key };
  const { title, host } = shapes[name];
  if (isChosen && new URL(baseUrl).hostname !== host) return { key: null };
  return {
    missing: `No key for ${title} was given to whis.`,
    fix: `Set ${variable}, or: whis config set engines.${name}.api_key -`,
    isNamed: false,
  };
}

/** The places where a service's key is set, for people. */
export function nameOfKey(name: ServiceName): string {
  return `WHIS_${name.toUpperCase()}_API_KEY, or whis config set engines.${name}.api_key -`;
}
