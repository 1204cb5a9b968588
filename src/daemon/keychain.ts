import type { KeyStore } from '../core/ports.ts';
import { inKeychain, type Settings } from '../protocol/settings.ts';
import { checkSetting, isObject } from '../store/settings-reader.ts';

/** The setting that is a secret, and its name in the keychain. */
const secretKey = 'engines.openai.api_key';

/** The settings with the keys that the file leaves to the keychain, where that can be read. */
export function withKeys(settings: Settings, keys: KeyStore | null): Settings {
  if (settings.engines.openai.api_key !== inKeychain) return settings;
  const api_key = keys?.read(secretKey) ?? inKeychain;
  const { engines } = settings;
  return { ...settings, engines: { ...engines, openai: { ...engines.openai, api_key } } };
}

/**
 * Puts the secret of a setting, or of a group of them, where it belongs; gives what the settings file
 * is to hold. Throws `invalid_settings` for a secret that cannot be one, never with the secret.
 */
export async function keepSecret(
  key: string,
  value: unknown,
  keys: KeyStore | null,
): Promise<unknown> {
  if (keys === null) return value;
  if (key === secretKey) {
    if (value === inKeychain || (value !== null && typeof value !== 'string')) return value;
    checkSetting(key, value);
    await keys.write(secretKey, value);
    return value === null ? null : inKeychain;
  }
  if (!secretKey.startsWith(`${key}.`) || !isObject(value)) return value;
  const [name = ''] = secretKey.slice(key.length + 1).split('.');
  if (!Object.hasOwn(value, name)) return value;
  return { ...value, [name]: await keepSecret(`${key}.${name}`, value[name], keys) };
}

/** Why a key that is in the keychain cannot be used here; none when all is well. */
export function keychainNotices(settings: Settings, keys: KeyStore | null): string[] {
  if (settings.engines.openai.api_key !== inKeychain || keys?.read(secretKey)) return [];
  return [
    keys === null
      ? 'The API key is in the keychain of the tray app, which a daemon without it cannot read. Set WHIS_OPENAI_API_KEY, or start the tray app.'
      : `The API key cannot be read from ${keys.name} any more. Enter it again in the settings.`,
  ];
}
