import * as v from 'valibot';

import {
  noPreset,
  type EngineName,
  type ServiceName,
  type Settings,
} from '../protocol/settings.ts';
import {
  absolutePath,
  integerFrom,
  languageCode,
  languageOrAuto,
  lineOfText,
  matching,
  modelName,
  numberFrom,
  oneOf,
  outputs,
  yesOrNo,
} from './setting-kinds.ts';

/** The services, each with the address and the model that it is asked for unless set otherwise. */
const services = {
  openai: ['https://api.openai.com/v1', 'whisper-1'],
  groq: ['https://api.groq.com/openai/v1', 'whisper-large-v3-turbo'],
  mistral: ['https://api.mistral.ai/v1', 'voxtral-mini-latest'],
  deepgram: ['https://api.deepgram.com/v1', 'nova-3'],
  elevenlabs: ['https://api.elevenlabs.io/v1', 'scribe_v2'],
} as const satisfies Record<ServiceName, readonly [string, string]>;

/** The services by name. */
export const serviceNames = Object.keys(services) as readonly ServiceName[];

/** The engines by name. */
const engines = [
  'local',
  'openai',
  'groq',
  'mistral',
  'deepgram',
  'elevenlabs',
  'command',
] as const satisfies readonly EngineName[];

/** What `engine` may be. */
export const engineNames = ['auto', ...engines] as const;

/** A day: what a recording of any sense stays under, and its WAV file under 4 GiB. */
export const longestSeconds = 86_400;

/**
 * Every setting with its default. The message of each issue says what is allowed there; a key that
 * is not here is an error.
 */
export const settingsSchema = v.strictObject({
  engine: v.optional(oneOf(engineNames), 'auto'),
  fallback_engines: v.optional(listOf(oneOf(engines), engines.length), []),
  engines: v.strictObject({
    openai: service('openai'),
    groq: service('groq'),
    mistral: service('mistral'),
    deepgram: service('deepgram'),
    elevenlabs: service('elevenlabs'),
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
      unload_after_minutes: v.optional(numberFrom(0, 1440), 5),
    }),
  }),
  transcribe_while_recording: v.optional(yesOrNo(), true),
  hotkey: v.optional(v.nullable(lineOfText()), 'ctrl+shift+r'),
  hotkey_mode: v.optional(oneOf(['toggle', 'hold', 'tap_or_hold']), 'toggle'),
  escape_cancels: v.optional(yesOrNo(), false),
  microphone: orNull(lineOfText()),
  microphones: v.optional(listOf(lineOfText(), 16), []),
  language: orNull(languageOrAuto()),
  languages: v.optional(listOf(languageCode(), 16), []),
  text: v.strictObject({
    replacements: v.optional(replacements(), {}),
    dictionary: v.optional(listOf(lineOfText(), 1000), []),
    spoken_punctuation: v.optional(yesOrNo(), false),
    remove_fillers: v.optional(yesOrNo(), false),
  }),
  chat: v.strictObject({
    // Where Ollama listens unless told otherwise.
    base_url: v.optional(apiAddress(), 'http://127.0.0.1:11434/v1'),
    model: orNull(modelName()),
    api_key: orNull(apiKey()),
    seconds: v.optional(numberFrom(1, 600), 30),
  }),
  presets: v.optional(presets(), []),
  preset: orNull(
    v.pipe(
      presetName(),
      v.transform((name) => (name === noPreset ? null : name)),
    ),
  ),
  output: v.optional(outputs(), ['clipboard']),
  paste_key: v.optional(oneOf(['ctrl+v', 'ctrl+shift+v', 'shift+insert']), 'ctrl+v'),
  restore_clipboard: v.optional(yesOrNo(), false),
  while_transcribing: v.optional(oneOf(['ignore', 'record']), 'ignore'),
  keep_audio: v.strictObject({
    days: orNull(numberFrom(0, 36_500)),
    megabytes: orNull(numberFrom(0, 100_000_000)),
  }),
  undo_minutes: v.optional(integerFrom(1, 10_080), 60),
  max_seconds: v.optional(integerFrom(1, longestSeconds), 3600),
  deadlines: v.strictObject({
    microphone_seconds: v.optional(numberFrom(0.5, 60), 5),
    engine_start_seconds: v.optional(numberFrom(1, 600), 60),
    transcription_seconds: orNull(numberFrom(1, 3600)),
    transcription_per_second: orNull(numberFrom(0, 100)),
    delivery_seconds: v.optional(numberFrom(0.5, 60), 5),
  }),
  stop_after_silence_seconds: orNull(numberFrom(0.5, 600)),
  max_connections: orNull(integerFrom(1, 65_536)),
  socket_path: orNull(absolutePath()),
  notify_success: v.optional(yesOrNo(), false),
  overlay: v.optional(yesOrNo(), true),
  sounds: v.optional(yesOrNo(), false),
}) satisfies v.GenericSchema<unknown, Settings>;

/** The settings of whoever has set nothing. */
export const defaultSettings: Settings = v.getDefaults(settingsSchema);

function service(name: ServiceName) {
  const [address, model] = services[name];
  return v.strictObject({
    base_url: v.optional(apiAddress(), address),
    model: v.optional(modelName(), model),
    api_key: orNull(apiKey()),
  });
}

function apiKey() {
  // It becomes a header of a request: nothing in it may begin another one.
  return matching(/^[\x21-\x7e]{1,500}$/, 'a key of ASCII characters without spaces');
}

function listOf<const Item extends v.GenericSchema>(item: Item, most: number) {
  return v.pipe(v.array(item, 'a list'), v.maxLength(most, `a list of ${most} at most`));
}

function replacements() {
  const message = 'an object: {"as it is heard": "as it is written"}';
  const heard = matching(/^(?=.*\S)\P{Cc}{1,200}$/u, message);
  const written = v.pipe(v.string(message), v.maxLength(2000, message));
  return v.record(heard, written, message);
}

function presetName() {
  return matching(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,49}$/u, 'a name of letters, digits and . _ -');
}

function presets() {
  const message = 'a list of presets, each with a name of its own and a prompt';
  const preset = v.strictObject({
    name: v.pipe(
      presetName(),
      v.check(
        (name) => name !== noPreset,
        `another name than “${noPreset}”, which means no preset`,
      ),
    ),
    prompt: v.pipe(v.string(message), v.regex(/\S/, message), v.maxLength(10_000, message)),
    base_url: v.exactOptional(apiAddress()),
    model: v.exactOptional(modelName()),
  });
  return v.pipe(
    v.array(preset, message),
    v.maxLength(50, message),
    v.check((list) => new Set(list.map(({ name }) => name)).size === list.length, message),
  );
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
