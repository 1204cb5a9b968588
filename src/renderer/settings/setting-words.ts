/** How a setting is told to people. */
export interface SettingWords {
  readonly label: string;
  readonly help?: string;
  /** What each value of a choice is called. */
  readonly options?: Readonly<Record<string, string>>;
  readonly unit?: string;
  /** What stands there when nothing is set. */
  readonly none?: string;
}

/** The groups of the page, each with its settings in order; what is in none goes to the last. */
export const groups: readonly (readonly [string, readonly string[]])[] = [
  ['General', ['language', 'overlay', 'sounds', 'notify_success']],
  ['Shortcut', ['hotkey', 'hotkey_mode', 'escape_cancels', 'while_transcribing']],
  ['Microphone', ['microphone', 'stop_after_silence_seconds', 'max_seconds']],
  ['Text and output', ['output', 'paste_key']],
  [
    'Engines',
    [
      'engine',
      'engines.local.model',
      'engines.openai.api_key',
      'engines.openai.base_url',
      'engines.openai.model',
      'engines.command.preset',
      'engines.command.argv',
    ],
  ],
  ['History', ['keep_audio.days', 'keep_audio.megabytes', 'undo_minutes']],
  ['Advanced', ['max_connections', 'socket_path']],
];

/** What each setting is called, and what it does. */
export const settingWords: Readonly<Record<string, SettingWords>> = {
  language: {
    label: 'Language',
    help: 'The code of the language that you speak, such as en or pt-BR.',
    none: 'found out by the engine',
  },
  overlay: {
    label: 'Show a small window while recording',
    help: 'Level, time and text, on top of everything; it never takes the focus.',
  },
  sounds: { label: 'Play a sound when a recording begins and ends' },
  notify_success: {
    label: 'Notify when a text has arrived',
    help: 'Failures and silence are notified always.',
  },
  hotkey: { label: 'Shortcut', help: 'Heard in every program.' },
  hotkey_mode: {
    label: 'What the shortcut does',
    options: {
      toggle: 'Press to begin, press to end',
      hold: 'Hold to speak',
      tap_or_hold: 'Both: tap, or hold to speak',
    },
  },
  escape_cancels: {
    label: 'Escape cancels a recording',
    help: 'Wherever the focus is, while a dictation is recorded.',
  },
  while_transcribing: {
    label: 'While the last dictation is transcribed',
    options: { ignore: 'The shortcut waits', record: 'The shortcut records the next one' },
  },
  microphone: { label: 'Microphone' },
  stop_after_silence_seconds: {
    label: 'Stop by itself after silence',
    help: 'Counted once something was said.',
    unit: 'seconds',
    none: 'never',
  },
  max_seconds: {
    label: 'Longest dictation',
    help: 'One that gets there is stopped and transcribed, never dropped.',
    unit: 'seconds',
  },
  output: { label: 'Where the text goes' },
  paste_key: {
    label: 'Key that pastes',
    help: 'Most terminals want Ctrl+Shift+V. A Mac has ⌘V for all.',
    options: { 'ctrl+v': 'Ctrl+V', 'ctrl+shift+v': 'Ctrl+Shift+V', 'shift+insert': 'Shift+Insert' },
  },
  engine: {
    label: 'Engine',
    help: 'Automatic takes the most private one that is there.',
    options: {
      auto: 'Automatic',
      local: 'On this machine',
      openai: 'OpenAI-compatible service',
      command: 'Own program',
    },
  },
  'engines.local.model': {
    label: 'Model on this machine',
    help: 'The name of a folder in the models folder.',
    none: 'the only or newest one',
  },
  'engines.openai.api_key': { label: 'API key' },
  'engines.openai.base_url': {
    label: 'Address of the service',
    help: 'Ends in /v1. One on your own machine needs no key.',
  },
  'engines.openai.model': { label: 'Model of the service' },
  'engines.command.preset': {
    label: 'Program that transcribes',
    help: 'Used when no command of your own stands below.',
    none: 'The first that is installed',
  },
  'engines.command.argv': {
    label: 'Command of your own',
    help: 'The program, then one argument a line. {file} and {language} are filled in.',
    none: 'none',
  },
  'keep_audio.days': {
    label: 'Keep audio for',
    help: 'Of dictations whose text was delivered. Texts are kept until you delete them.',
    unit: 'days',
    none: 'for ever',
  },
  'keep_audio.megabytes': {
    label: 'Keep at most',
    help: 'The oldest audio goes first.',
    unit: 'MB of audio',
    none: 'without a bound',
  },
  undo_minutes: { label: 'Cancel and delete can be undone for', unit: 'minutes' },
  max_connections: {
    label: 'Most connections to the socket',
    none: 'what the system allows',
  },
  socket_path: {
    label: 'Path of the socket',
    help: 'Where other programs reach whis. Read at the next start.',
    none: 'the system’s usual place',
  },
};
