import type { KeyStore } from '../core/ports.ts';
import { inKeychain, type Settings } from '../protocol/settings.ts';

/** The setting that is a secret, and its name in the keychain. */
const secretKey = 'engines.openai.api_key';

/** The settings with the keys that the file leaves to the keychain; one that cannot be read is none. */
export function withKeys(settings: Settings, keys: KeyStore | null): Settings {
  if (settings.engines.openai.api_key !== inKeychain) return settings;
  const api_key = keys?.read(secretKey) ?? null;
  const { engines } = settings;
  return { ...settings, engines: { ...engines, openai: { ...engines.openai, api_key } } };
}

/** Puts a secret where it belongs; gives what the settings file is to hold. */
export async function keepSecret(
  key: string,
  value: unknown,
  keys: KeyStore | null,
): Promise<unknown> {
  if (key !== secretKey || keys === null) return value;
  if (value !== null && typeof value !== 'string') return value;
  await keys.write(secretKey, value);
  return value === null ? null : inKeychain;
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
