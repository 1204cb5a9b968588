import type { ServiceName } from '../../protocol/settings.ts';
import { engineNames, services } from '../engines/engine-names.ts';

/** Settings that are folded away until somebody wants them. */
export interface Fold {
  readonly title: string;
  readonly keys: readonly string[];
  /** The engine that they are about; null when they are about none. */
  readonly engine: ServiceName | 'command' | null;
}

/** A group of the page: its settings in order, and what is folded away below them. */
export interface SettingGroup {
  readonly title: string;
  readonly keys: readonly string[];
  readonly folds: readonly Fold[];
}

/** The groups of the page, with `login`, which the system keeps; what is in none goes to the last. */
export const groups: readonly SettingGroup[] = [
  group('General', ['login', 'language', 'languages', 'overlay', 'sounds', 'notify_success']),
  group('Shortcut', ['hotkey', 'hotkey_mode', 'escape_cancels', 'while_transcribing']),
  group('Microphone', ['microphone', 'microphones', 'stop_after_silence_seconds', 'max_seconds']),
  group('Output', ['output', 'paste_key', 'restore_clipboard']),
  group('Text', [
    'text.replacements',
    'text.dictionary',
    'text.spoken_punctuation',
    'text.remove_fillers',
  ]),
  group(
    'Presets',
    ['preset', 'presets'],
    [
      {
        title: 'Chat model',
        keys: ['chat.base_url', 'chat.model', 'chat.api_key', 'chat.seconds'],
        engine: null,
      },
    ],
  ),
  group(
    'Engines',
    [
      'engine',
      'fallback_engines',
      'transcribe_while_recording',
      'engines.local.model',
      'engines.local.unload_after_minutes',
    ],
    [
      {
        title: engineNames.command,
        keys: ['engines.command.preset', 'engines.command.argv'],
        engine: 'command',
      },
      ...services.map((name) => ({
        title: engineNames[name],
        keys: ['api_key', 'model', 'base_url'].map((part) => `engines.${name}.${part}`),
        engine: name,
      })),
    ],
  ),
  group('History', ['keep_audio.days', 'keep_audio.megabytes', 'undo_minutes']),
  group('Advanced', [
    'deadlines.microphone_seconds',
    'deadlines.engine_start_seconds',
    'deadlines.transcription_seconds',
    'deadlines.transcription_per_second',
    'deadlines.delivery_seconds',
    'max_connections',
    'socket_path',
  ]),
];

/** Every setting of a group, folded away or not. */
export function keysOf({ keys, folds }: SettingGroup): string[] {
  return [...keys, ...folds.flatMap((fold) => fold.keys)];
}

function group(title: string, keys: readonly string[], folds: readonly Fold[] = []): SettingGroup {
  return { title, keys, folds };
}
