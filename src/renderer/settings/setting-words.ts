import { engineNames } from '../engines/engine-names.ts';

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

/** What each setting is called, and what it does. */
export const settingWords: Readonly<Record<string, SettingWords>> = {
  login: { label: 'Start whis at login' },
  language: {
    label: 'Language',
    help: 'The code of the language that you speak, such as en or pt-BR, or auto.',
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
    options: engineNames,
  },
  'engines.local.model': {
    label: 'Model on this machine',
    help: 'The name of a folder in the models folder.',
    none: 'the newest for your language',
  },
  'engines.openai.api_key': { label: 'API key' },
  'engines.openai.base_url': {
    label: 'Address',
    help: 'Ends in /v1. One on your own machine needs no key.',
  },
  'engines.openai.model': { label: 'Model' },
  'engines.command.preset': {
    label: 'Program that transcribes',
    help: 'Used when no command of your own stands below.',
    none: 'The first that is installed',
  },
  'engines.command.argv': {
    label: 'Command of your own',
    help: 'The program, then one argument a line. {file}, {language} and {words} are filled in.',
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
  languages: {
    label: 'Languages that you speak',
    help: 'One code a line; the engine finds out which of them it hears.',
    none: 'any',
  },
  microphones: {
    label: 'When it is lost',
    help: 'Names of microphones that take over, one a line.',
    none: 'none',
  },
  restore_clipboard: {
    label: 'Put back what was on the clipboard',
    help: 'After the text was pasted, as long as nothing else was copied.',
  },
  'text.replacements': {
    label: 'Replacements',
    help: 'Words and phrases as they are heard, and what is written instead.',
  },
  'text.dictionary': {
    label: 'Your words',
    help: 'Names and terms, one a line, told to engines that listen to such hints.',
    none: 'none',
  },
  'text.spoken_punctuation': {
    label: 'Write spoken punctuation',
    help: '“comma”, “full stop” and “new line” become what they mean; “literal comma” stays a word.',
  },
  'text.remove_fillers': { label: 'Leave out “um” and its like' },
  preset: {
    label: 'Preset for every dictation',
    none: 'none: the text as it was said',
  },
  presets: {
    label: 'Presets',
    help: 'What a chat model does with a text before it is delivered. The text is sent to its address, and goes out as you said it when that fails.',
  },
  'chat.base_url': {
    label: 'Address',
    help: 'Ends in /v1. Ollama on this machine needs no key.',
  },
  'chat.model': { label: 'Model', none: 'none' },
  'chat.api_key': { label: 'API key' },
  'chat.seconds': {
    label: 'It may take',
    help: 'Later than that, the text goes out as it was said.',
    unit: 'seconds',
  },
  fallback_engines: {
    label: 'When it fails',
    help: 'Others get the same audio then, in this order. With a service, it leaves this machine.',
    options: engineNames,
  },
  transcribe_while_recording: {
    label: 'Transcribe while you speak',
    help: 'The text is there when you stop, however long you spoke.',
  },
  'engines.local.unload_after_minutes': {
    label: 'Keep the model in memory for',
    help: 'After its last use.',
    unit: 'minutes',
  },
  'engines.groq.api_key': { label: 'API key' },
  'engines.groq.model': { label: 'Model' },
  'engines.groq.base_url': { label: 'Address', help: 'Ends in /v1.' },
  'engines.mistral.api_key': { label: 'API key' },
  'engines.mistral.model': { label: 'Model' },
  'engines.mistral.base_url': { label: 'Address', help: 'Ends in /v1.' },
  'engines.deepgram.api_key': { label: 'API key' },
  'engines.deepgram.model': { label: 'Model' },
  'engines.deepgram.base_url': { label: 'Address', help: 'Ends in /v1.' },
  'engines.elevenlabs.api_key': { label: 'API key' },
  'engines.elevenlabs.model': { label: 'Model' },
  'engines.elevenlabs.base_url': { label: 'Address', help: 'Ends in /v1.' },
  'deadlines.microphone_seconds': {
    label: 'A microphone may take',
    help: 'To give its first sound.',
    unit: 'seconds',
  },
  'deadlines.engine_start_seconds': {
    label: 'A model may take',
    help: 'To be loaded.',
    unit: 'seconds',
  },
  'deadlines.transcription_seconds': {
    label: 'A transcription may take',
    unit: 'seconds',
    none: 'the engine’s own',
  },
  'deadlines.transcription_per_second': {
    label: 'and for each second of audio',
    unit: 'seconds',
    none: 'the engine’s own',
  },
  'deadlines.delivery_seconds': { label: 'A delivery may take', unit: 'seconds' },
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
