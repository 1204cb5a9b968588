import { inKeychain, type Settings } from '../protocol/settings.ts';
import { serviceNames } from './settings.ts';

/** The dotted keys of all settings that are secrets. */
export const secretKeys: readonly string[] = [
  ...serviceNames.map((name) => `engines.${name}.api_key`),
  'chat.api_key',
];

/**
 * The settings as they may be shown: of a key that is long enough to be none the weaker for it, the
 * last four characters; of another, nothing but that there is one.
 */
export function maskKeys(settings: Settings): Settings {
  return mapSecrets(settings, (key) =>
    key === null || key === inKeychain ? key : `••••${key.length >= 12 ? key.slice(-4) : ''}`,
  );
}

/** The settings with every secret (`engines.….api_key`, `chat.api_key`) as `change` has it. */
export function mapSecrets(
  settings: Settings,
  change: (secret: string | null, key: string) => string | null,
): Settings {
  const { chat } = settings;
  const own = { ...settings.engines };
  for (const name of serviceNames) {
    own[name] = { ...own[name], api_key: change(own[name].api_key, `engines.${name}.api_key`) };
  }
  return {
    ...settings,
    engines: own,
    chat: { ...chat, api_key: change(chat.api_key, 'chat.api_key') },
  };
}
