import { WhisError } from '../protocol/errors.ts';
import { inKeychain, type Preset, type Settings } from '../protocol/settings.ts';
import type { Trouble } from './chat-trouble.ts';
import type { Chat } from './chat.ts';

/** The preset of this name. Throws `invalid_request`, naming those that there are. */
export function findPreset(name: string, presets: readonly Preset[]): Preset {
  const found = presets.find((preset) => preset.name === name);
  if (found) return found;
  const names = presets.map((preset) => preset.name).join(', ');
  const known = names === '' ? 'there is none: set the setting presets' : `there are: ${names}`;
  throw new WhisError('invalid_request', `There is no preset “${name}”; ${known}.`);
}

/**
 * The chat model that a preset asks, or what is not set. The key goes to the address that it was set
 * for, and to no other: a preset with an address of its own gets none.
 */
export function chatOf(
  preset: Preset,
  { chat }: Pick<Settings, 'chat'>,
  ownKey: string | null,
): Chat | Trouble {
  const baseUrl = preset.base_url ?? chat.base_url;
  const model = preset.model ?? chat.model;
  if (model === null) {
    return {
      found: 'No chat model is chosen.',
      fix: 'Choose one: “whis config set chat.model NAME”.',
    };
  }
  const isItsOwn = new URL(baseUrl).origin === new URL(chat.base_url).origin;
  const key = isItsOwn ? (ownKey ?? chat.api_key) : null;
  if (key === inKeychain) {
    return {
      found: 'The key is in the keychain of the tray app, and cannot be read here.',
      fix: 'Set WHIS_CHAT_API_KEY, or start the tray app.',
    };
  }
  return { baseUrl, model, key, seconds: chat.seconds };
}
