import * as v from 'valibot';
import { expect, test } from 'vitest';

import { defaultSettings, maskKeys, settingsSchema } from '../../src/store/settings.ts';

test('has the defaults that the manual names', () => {
  expect(defaultSettings).toEqual({
    engine: 'auto',
    engines: {
      openai: { base_url: 'https://api.openai.com/v1', model: 'whisper-1', api_key: null },
      command: { argv: null, preset: null },
      local: { model: null },
    },
    hotkey: 'ctrl+shift+r',
    hotkey_mode: 'toggle',
    escape_cancels: false,
    microphone: null,
    language: null,
    output: ['clipboard'],
    paste_key: 'ctrl+v',
    while_transcribing: 'ignore',
    keep_audio: { days: null, megabytes: null },
    undo_minutes: 60,
    max_seconds: 3600,
    stop_after_silence_seconds: null,
    max_connections: null,
    socket_path: null,
    notify_success: false,
    overlay: true,
    sounds: false,
  });
  expect(v.parse(settingsSchema, defaultSettings)).toEqual(defaultSettings);
});

test.each([
  [null, null],
  ['sk-short', '••••'],
  ['sk-123456789', '••••6789'],
])('shows the key %j as %j', (key, shown) => {
  const { engines } = defaultSettings;
  const openai = { ...engines.openai, api_key: key };
  const masked = maskKeys({ ...defaultSettings, engines: { ...engines, openai } });
  expect(masked.engines.openai.api_key).toBe(shown);
});
