import { inKeychain, type Settings } from '../../protocol/settings.ts';
import type { Missing } from '../way.ts';

/** Keys that the environment has; an empty one is none. */
export interface Keys {
  /** `WHIS_OPENAI_API_KEY`: given to whis itself. */
  readonly own: string | null;
  /** `OPENAI_API_KEY`: given to every program, so that it means nothing unless `openai` is chosen. */
  readonly general: string | null;
}

/**
 * The key for the service: null for a service of one's own that wants none, which has to be chosen.
 */
export function findKey(
  { api_key: inSettings, base_url: baseUrl }: Settings['engines']['openai'],
  { keys, isChosen }: { readonly keys: Keys; readonly isChosen: boolean },
): { readonly key: string | null } | Missing {
  const key = keys.own ?? (isChosen ? keys.general : null) ?? inSettings;
  if (key === inKeychain) {
    return {
      missing: 'The API key is in the keychain of the tray app, and cannot be read here.',
      fix: 'Start the tray app (and enter the key again if it says the same), or set WHIS_OPENAI_API_KEY.',
      isNamed: true,
    };
  }
  if (key !== null && key !== '') return { key };
  if (isChosen && new URL(baseUrl).hostname !== 'api.openai.com') return { key: null };
  return {
    missing: 'No key for OpenAI was given to whis.',
    fix: 'Set WHIS_OPENAI_API_KEY, or: whis config set engines.openai.api_key -',
    isNamed: false,
  };
}
