import type { Check } from '../protocol/requests.ts';
import type { Settings } from '../protocol/settings.ts';
import { isThisMachine } from '../protocol/this-machine.ts';
import type { Trouble } from './chat-trouble.ts';
import type { Chat } from './chat.ts';
import { chatOf } from './presets.ts';

/** The doctor's lines about presets: what each asks, and whether texts leave the machine for it. */
export function checkPresets(settings: Settings, ownKey: string | null): Check[] {
  const checks = settings.presets.map((preset) => ({
    name: `preset ${preset.name}`,
    ...look(chatOf(preset, settings, ownKey)),
  }));
  return [...checks, ...missing(settings)];
}

function look(chat: Chat | Trouble): Omit<Check, 'name'> {
  if ('found' in chat) return { ok: false, ...chat };
  const { baseUrl, model } = chat;
  const url = new URL(baseUrl);
  const where = isThisMachine(url) ? 'texts stay on this machine' : `texts go to ${url.host}`;
  return { ok: true, found: `${model} at ${baseUrl}; ${where}`, fix: null };
}

/** The preset of every dictation, where it is none. */
function missing({ preset, presets }: Settings): Check[] {
  if (preset === null || presets.some(({ name }) => name === preset)) return [];
  return [
    {
      name: `preset ${preset}`,
      ok: false,
      found: 'The setting “preset” names it, but there is none of that name.',
      fix: 'Choose another: whis config set preset NAME',
    },
  ];
}
