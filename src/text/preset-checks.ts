import type { Exchange } from '../core/ports.ts';
import type { Check } from '../protocol/requests.ts';
import type { Settings } from '../protocol/settings.ts';
import { isThisMachine } from '../protocol/this-machine.ts';
import { tryChat } from './chat-trial.ts';
import type { Trouble } from './chat-trouble.ts';
import type { Chat } from './chat.ts';
import { chatOf } from './presets.ts';

/**
 * The doctor's lines about presets: what each asks, whether that answers, and whether texts leave the
 * machine for it. Each address is tried once, for 5 s at most, and is sent no text; never rejects.
 */
export async function checkPresets(
  settings: Settings,
  { ownKey, exchange }: { readonly ownKey: string | null; readonly exchange: Exchange },
): Promise<Check[]> {
  const tried = new Map<string, Promise<Trouble | null>>();
  const attempt = (chat: Chat) => {
    const whom = JSON.stringify([chat.baseUrl, chat.key]);
    const result = tried.get(whom) ?? tryChat(chat, exchange);
    tried.set(whom, result);
    return result;
  };
  const checks = settings.presets.map(async (preset) => ({
    name: `preset ${preset.name}`,
    ...(await look(chatOf(preset, settings, ownKey), attempt)),
  }));
  return [...(await Promise.all(checks)), ...missing(settings)];
}

async function look(
  chat: Chat | Trouble,
  attempt: (chat: Chat) => Promise<Trouble | null>,
): Promise<Omit<Check, 'name'>> {
  if ('found' in chat) return { ok: false, ...chat };
  const trouble = await attempt(chat);
  if (trouble) return { ok: false, ...trouble };
  const { baseUrl, model } = chat;
  const url = new URL(baseUrl);
  const where = isThisMachine(url) ? 'texts stay on this machine' : `texts go to ${url.host}`;
  return { ok: true, found: `${model} at ${baseUrl}, which answers; ${where}`, fix: null };
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
