import type { KeyStore } from '../core/ports.ts';
import { isFields } from '../protocol/fields.ts';
import { inKeychain, type Settings } from '../protocol/settings.ts';
import { checkSetting } from '../store/settings-reader.ts';
import { mapSecrets, secretKeys } from '../store/secrets.ts';

/** The settings with the keys that the file leaves to the keychain, where that can be read. */
export function withKeys(settings: Settings, keys: KeyStore | null): Settings {
  return mapSecrets(settings, (secret, key) =>
    secret === inKeychain ? (keys?.read(key) ?? inKeychain) : secret,
  );
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
  if (secretKeys.includes(key)) {
    if (value === inKeychain || (value !== null && typeof value !== 'string')) return value;
    checkSetting(key, value);
    await keys.write(key, value);
    return value === null ? null : inKeychain;
  }
  if (!isFields(value)) return value;
  const kept = { ...value };
  for (const [name, inner] of Object.entries(value)) {
    if (secretKeys.some((secret) => `${secret}.`.startsWith(`${key}.${name}.`)))
      kept[name] = await keepSecret(`${key}.${name}`, inner, keys);
  }
  return kept;
}

/** Why keys that are in the keychain cannot be used here; none when all is well. */
export function keychainNotices(settings: Settings, keys: KeyStore | null): string[] {
  const lost: string[] = [];
  mapSecrets(settings, (secret, key) => {
    if (secret === inKeychain && keys?.read(key) == null) lost.push(key);
    return secret;
  });
  return lost.map((key) =>
    keys === null
      ? `“${key}” is in the keychain of the tray app, which a daemon without it cannot read. Set ${keyVariable(key)}, or start the tray app.`
      : `“${key}” cannot be read from ${keys.name} any more. Enter it again in the settings.`,
  );
}

/** The environment's variable that goes before a key in the settings: `WHIS_OPENAI_API_KEY`. */
export function keyVariable(key: string): string {
  const owner = key.split('.').at(-2) ?? '';
  return `WHIS_${owner.toUpperCase()}_API_KEY`;
}
