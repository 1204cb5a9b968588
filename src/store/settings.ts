import * as v from 'valibot';

import { inKeychain, type Settings } from '../protocol/settings.ts';
import {
  absolutePath,
  integerFrom,
  languageCode,
  lineOfText,
  matching,
  modelName,
  numberFrom,
  oneOf,
  outputs,
  yesOrNo,
} from './setting-kinds.ts';

/** What `engine` may be. */
export const engineNames = ['auto', 'local', 'openai', 'command'] as const;

/** A day: what a recording of any sense stays under, and its WAV file under 4 GiB. */
export const longestSeconds = 86_400;

/**
 * Every setting with its default. The message of each issue says what is allowed there; a key that
 * is not here is an error.
 */
export const settingsSchema = v.strictObject({
  engine: v.optional(oneOf(engineNames), 'auto'),
  engines: v.strictObject({
    openai: v.strictObject({
      base_url: v.optional(apiAddress(), 'https://api.openai.com/v1'),
      model: v.optional(modelName(), 'whisper-1'),
      // It becomes a header of a request: nothing in it may begin another one.
      api_key: orNull(matching(/^[\x21-\x7e]{1,500}$/, 'a key of ASCII characters without spaces')),
    }),
    command: v.strictObject({
      argv: orNull(argumentList()),
      preset: orNull(oneOf(['whisper-cli', 'pocketsphinx'])),
    }),
    local: v.strictObject({
      model: orNull(
        matching(
          /^[A-Za-z0-9][\w.+-]{0,199}$/,
          'the name of a folder under the models folder: letters, digits and . _ - +',
        ),
      ),
    }),
  }),
  hotkey: v.optional(v.nullable(lineOfText()), 'ctrl+shift+r'),
  hotkey_mode: v.optional(oneOf(['toggle', 'hold', 'tap_or_hold']), 'toggle'),
  escape_cancels: v.optional(yesOrNo(), false),
  microphone: orNull(lineOfText()),
  language: orNull(languageCode()),
  output: v.optional(outputs(), ['clipboard']),
  paste_key: v.optional(oneOf(['ctrl+v', 'ctrl+shift+v', 'shift+insert']), 'ctrl+v'),
  while_transcribing: v.optional(oneOf(['ignore', 'record']), 'ignore'),
  keep_audio: v.strictObject({
    days: orNull(numberFrom(0, 36_500)),
    megabytes: orNull(numberFrom(0, 100_000_000)),
  }),
  undo_minutes: v.optional(integerFrom(1, 10_080), 60),
  max_seconds: v.optional(integerFrom(1, longestSeconds), 3600),
  stop_after_silence_seconds: orNull(numberFrom(0.5, 600)),
  max_connections: orNull(integerFrom(1, 65_536)),
  socket_path: orNull(absolutePath()),
  notify_success: v.optional(yesOrNo(), false),
  overlay: v.optional(yesOrNo(), true),
  sounds: v.optional(yesOrNo(), false),
}) satisfies v.GenericSchema<unknown, Settings>;

/** The settings of whoever has set nothing. */
export const defaultSettings: Settings = v.getDefaults(settingsSchema);

/**
 * The settings as they may be shown: of a key that is long enough to be none the weaker for it, the
 * last four characters; of another, nothing but that there is one.
 */
export function maskKeys(settings: Settings): Settings {
  const { api_key: key } = settings.engines.openai;
  if (key === null || key === inKeychain) return settings;
  const masked = `••••${key.length >= 12 ? key.slice(-4) : ''}`;
  const { engines } = settings;
  return { ...settings, engines: { ...engines, openai: { ...engines.openai, api_key: masked } } };
}

function orNull<const Schema extends v.GenericSchema>(schema: Schema) {
  return v.optional(v.nullable(schema), null);
}

function apiAddress() {
  const message = 'an http or https address that ends in /v1, without a user or password in it';
  return v.pipe(
    v.string(message),
    v.regex(/^https?:\/\/[^\s@?#]+\/v1$/, message),
    v.check((address) => URL.canParse(address), message),
  );
}

function argumentList() {
  const message = 'a list of texts: a program and its arguments, or null';
  const argument = v.pipe(
    v.string(message),
    v.check((text) => !text.includes('\0'), message),
  );
  return v.pipe(
    v.array(argument, message),
    v.check((argv) => (argv[0] ?? '') !== '', message),
  );
}
