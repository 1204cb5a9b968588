import { inspect } from 'node:util';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { defaultSettings } from '../../src/store/settings.ts';
import {
  changedKeys,
  parseSettings,
  readSettings,
  settingKeys,
  unknownKey,
} from '../../src/store/settings-reader.ts';

test('knows every key by its dotted name', () => {
  expect(settingKeys()).toEqual([
    'engine',
    'fallback_engines',
    'engines.openai.base_url',
    'engines.openai.model',
    'engines.openai.api_key',
    'engines.groq.base_url',
    'engines.groq.model',
    'engines.groq.api_key',
    'engines.mistral.base_url',
    'engines.mistral.model',
    'engines.mistral.api_key',
    'engines.deepgram.base_url',
    'engines.deepgram.model',
    'engines.deepgram.api_key',
    'engines.elevenlabs.base_url',
    'engines.elevenlabs.model',
    'engines.elevenlabs.api_key',
    'engines.command.argv',
    'engines.command.preset',
    'engines.local.model',
    'engines.local.unload_after_minutes',
    'transcribe_while_recording',
    'hotkey',
    'hotkey_mode',
    'escape_cancels',
    'microphone',
    'microphones',
    'language',
    'languages',
    'text.replacements',
    'text.dictionary',
    'text.spoken_punctuation',
    'text.remove_fillers',
    'chat.base_url',
    'chat.model',
    'chat.api_key',
    'chat.seconds',
    'presets',
    'preset',
    'output',
    'paste_key',
    'restore_clipboard',
    'while_transcribing',
    'keep_audio.days',
    'keep_audio.megabytes',
    'undo_minutes',
    'max_seconds',
    'deadlines.microphone_seconds',
    'deadlines.engine_start_seconds',
    'deadlines.transcription_seconds',
    'deadlines.transcription_per_second',
    'deadlines.delivery_seconds',
    'stop_after_silence_seconds',
    'max_connections',
    'socket_path',
    'notify_success',
    'overlay',
    'sounds',
  ]);
});

test('fills in what is not there', () => {
  expect(readSettings({})).toEqual({ settings: defaultSettings, problems: [] });
  const { settings, problems } = readSettings({ engines: { local: { model: 'tone' } } });
  expect(problems).toEqual([]);
  expect(settings.engines).toEqual({
    ...defaultSettings.engines,
    local: { model: 'tone', unload_after_minutes: 5 },
  });
});

test('keeps what is right, tells what is wrong, and takes the fallback for it', () => {
  const fallback = { ...defaultSettings, max_seconds: 77 };
  const { settings, problems } = readSettings(
    {
      hotkey: 'f9',
      max_seconds: 0,
      hotky: 'f8',
      keep_audio: 7,
      engines: { openai: { modle: 'x' } },
    },
    fallback,
  );
  expect(settings).toEqual({ ...fallback, hotkey: 'f9' });
  expect(problems.map(({ message }) => message)).toEqual([
    '“hotky” is not a setting; did you mean “hotkey”?',
    '“engines.openai.modle” is not a setting; did you mean “engines.openai.model”?',
    '“keep_audio” must be an object with days, megabytes',
    '“max_seconds” is 0; allowed: a whole number from 1 to 86400',
  ]);
});

test('takes the language “auto” for one that the engine finds out', () => {
  expect(readSettings({ language: 'auto' })).toEqual({ settings: defaultSettings, problems: [] });
});

test('takes the preset “none” for no preset, and lets no preset have that name', () => {
  expect(readSettings({ preset: 'none' })).toEqual({ settings: defaultSettings, problems: [] });
  const presets = [{ name: 'none', prompt: 'Make it a poem.' }];
  expect(readSettings({ presets }).problems).toEqual([
    {
      key: 'presets',
      message:
        '“presets” is [{"name":"none","prompt":"Make it a poem."}]; allowed: another name than “none”, which means no preset',
    },
  ]);
});

test.each([
  ['engine', 'fast'],
  ['engines.openai.base_url', 'https://example.org/api'],
  ['engines.openai.base_url', 'file:///v1'],
  ['engines.openai.model', ''],
  ['engines.openai.api_key', 'two words'],
  ['engines.command.argv', []],
  ['engines.command.argv', ['']],
  ['engines.command.preset', 'siri'],
  ['engines.local.model', '..'],
  ['engines.local.model', 'a/b'],
  ['hotkey', ''],
  ['microphone', 7],
  ['language', 'german!'],
  ['languages', ['de', 'auto']],
  ['output', ['telegram']],
  ['while_transcribing', 'maybe'],
  ['keep_audio.days', -1],
  ['keep_audio.megabytes', 'many'],
  ['undo_minutes', 10_081],
  ['max_seconds', 1.5],
  ['stop_after_silence_seconds', 0.1],
  ['max_connections', 0],
  ['socket_path', 'whis.sock'],
])('refuses %s %j', (key, value) => {
  const raw = key
    .split('.')
    .reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as Record<string, unknown>;
  const { settings, problems } = readSettings(raw);
  expect(settings).toEqual(defaultSettings);
  expect(problems.map((problem) => problem.key)).toEqual([key]);
  expect(problems[0]?.message).toMatch(/^“.+” is .+; allowed: .+/);
});

test('tells no key and no password', () => {
  const { problems } = readSettings({
    engines: { openai: { api_key: 'sk-secret secret', base_url: 'https://me:secret@host/v1' } },
  });
  expect(problems).toHaveLength(2);
  expect(JSON.stringify(problems)).not.toContain('secret');
  const cutOff = '{"engines":{"openai":{"api_key":"sk-secret';
  for (const text of [cutOff, `${cutOff}" sk-secret}`, 'sk-secret', '"sk-secret"', '[1]', '']) {
    const error = thrownBy(() => parseSettings(text, '/settings.json'));
    expect(error).toMatchObject({ code: 'invalid_settings' });
    expect(inspect(error)).not.toContain('secret');
  }
});

function thrownBy(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}

test('reads a file that begins with a byte order mark', () => {
  expect(parseSettings('\uFEFF{"hotkey":null}', '/settings.json')).toEqual({ hotkey: null });
});

test('makes settings of any JSON, and finds nothing wrong with what it made', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...settingKeys(), 'engines', 'keep_audio'), fc.jsonValue()),
      (raw) => {
        const { settings } = readSettings(raw);
        expect(readSettings({ ...settings })).toEqual({ settings, problems: [] });
      },
    ),
  );
});

test('tells which keys differ', () => {
  const other = { ...defaultSettings, output: [], keep_audio: { days: 3, megabytes: null } };
  expect(changedKeys(defaultSettings, other)).toEqual(['output', 'keep_audio.days']);
  expect(changedKeys(defaultSettings, structuredClone(defaultSettings))).toEqual([]);
});

test('lists the keys when no one is near', () => {
  expect(unknownKey('colour')).toMatch(/There are: engine, .*socket_path/);
});
