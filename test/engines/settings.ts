import type { Settings } from '../../src/protocol/settings.ts';

/** Settings as they are before anybody has touched them, but for some of the engines' part. */
export function settingsWith(
  engine: Settings['engine'] = 'auto',
  engines: {
    readonly openai?: Partial<Settings['engines']['openai']>;
    readonly command?: Partial<Settings['engines']['command']>;
    readonly local?: Partial<Settings['engines']['local']>;
  } = {},
): Settings {
  return {
    engine,
    engines: {
      openai: {
        base_url: 'https://api.openai.com/v1',
        model: 'whisper-1',
        api_key: null,
        ...engines.openai,
      },
      command: { argv: null, preset: null, ...engines.command },
      local: { model: null, ...engines.local },
    },
    hotkey: null,
    hotkey_mode: 'toggle',
    escape_cancels: false,
    microphone: null,
    language: null,
    output: ['clipboard'],
    paste_key: 'ctrl+v',
    while_transcribing: 'ignore',
    keep_audio: { days: null, megabytes: null },
    undo_minutes: 10,
    max_seconds: 3600,
    stop_after_silence_seconds: null,
    max_connections: null,
    socket_path: null,
    notify_success: false,
    overlay: true,
    sounds: false,
  };
}
