import type { Exchange } from '../core/ports.ts';
import { asWhisError } from '../protocol/errors.ts';
import type { Check } from '../protocol/requests.ts';
import type { Failure, Session } from '../protocol/session.ts';
import { noPreset, type Overrides, type Settings } from '../protocol/settings.ts';
import { troubleError } from './chat-trouble.ts';
import { askChat } from './chat.ts';
import { polish } from './polish.ts';
import { checkPresets } from './preset-checks.ts';
import { chatOf, findPreset } from './presets.ts';

/** What is done to texts before they are delivered. */
export interface TextWork {
  /**
   * A session's text as its settings and its preset want it. When the preset fails, the text without it
   * is given, with the reason. Throws the abort reason when `cancel` aborts.
   */
  polish(
    raw: string,
    work: { readonly session: Session; readonly settings: Settings; readonly cancel: AbortSignal },
  ): Promise<{ readonly text: string; readonly error: Failure | null }>;
  /**
   * Name of the preset that a session goes through: the one that was asked for (“none” asks for none),
   * else the usual one. Throws `invalid_request` for one that is not there, naming those that are.
   */
  presetOf(
    asked: Pick<Overrides, 'preset'>,
    usual: string | null,
    settings: Settings,
  ): string | null;
  /**
   * The doctor's lines: what each preset asks, what came of trying its address, for 5 s at most and
   * without a text, and whether texts leave the machine for it.
   */
  checks(settings: Settings): Promise<Check[]>;
}

/** Opens the text room. The key in `WHIS_CHAT_API_KEY` goes before the one in the settings. */
export function openText({
  env,
  exchange,
}: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exchange: Exchange;
}): TextWork {
  const ownKey = env['WHIS_CHAT_API_KEY'] || null;
  return {
    async polish(raw, { session: { language, preset: name }, settings, cancel }) {
      const text = polish(raw, { language, settings });
      if (name === null || text === '') return { text, error: null };
      try {
        const preset = findPreset(name, settings.presets);
        const chat = chatOf(preset, settings, ownKey);
        if ('found' in chat) throw troubleError(chat);
        const { prompt } = preset;
        return { text: await askChat(chat, { prompt, text, exchange, cancel }), error: null };
      } catch (thrown) {
        cancel.throwIfAborted();
        return { text, error: failure(name, thrown) };
      }
    },
    presetOf({ preset: asked }, usual, { presets }) {
      if (asked === undefined) return usual;
      return asked === noPreset ? null : findPreset(asked, presets).name;
    },
    checks: (settings) => checkPresets(settings, { ownKey, exchange }),
  };
}

function failure(name: string, thrown: unknown): Failure {
  const { message } = asWhisError(thrown);
  return {
    code: 'preset_failed',
    message: `The preset “${name}” failed: ${message} The text is as you said it. Try again: whis retry --preset ${/\s/.test(name) ? `'${name}'` : name}`,
  };
}
