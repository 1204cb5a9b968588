/** What happens to the audio of sessions whose text was delivered; null sets no bound. */
export interface KeepAudio {
  readonly days: number | null;
  readonly megabytes: number | null;
}

/** A service that turns audio into text, on another machine or on one of the person's own. */
export type ServiceName = 'openai' | 'groq' | 'mistral' | 'deepgram' | 'elevenlabs';

/** What turns audio into text. */
export type EngineName = 'local' | 'command' | ServiceName;

/** Which engine is used; `auto` takes the most private one that is there. */
export type EngineChoice = 'auto' | EngineName;

/** How a service is reached. */
export interface ServiceSettings {
  /** Ends in `/v1`. */
  readonly base_url: string;
  readonly model: string;
  readonly api_key: string | null;
}

/** A way to have a text worked on by a chat model before it is delivered. */
export interface Preset {
  /** What `--preset` takes; anything but “none”. */
  readonly name: string;
  /** What the model is told to do with the text. */
  readonly prompt: string;
  /** Goes before `chat.base_url`. */
  readonly base_url?: string;
  /** Goes before `chat.model`. */
  readonly model?: string;
}

/** A key that pastes. */
export type PasteKey = 'ctrl+v' | 'ctrl+shift+v' | 'shift+insert';

/** Every setting, complete: the schema in `store/settings.ts` fills in the defaults. */
export interface Settings {
  readonly engine: EngineChoice;
  /** Engines that take the same audio, in this order, when the one before failed. */
  readonly fallback_engines: readonly EngineName[];
  readonly engines: Readonly<Record<ServiceName, ServiceSettings>> & {
    readonly command: {
      /** Program and arguments; `{file}`, `{language}` and `{words}` are filled in. */
      readonly argv: readonly string[] | null;
      /** Used when `argv` is null; null takes the first that is installed. */
      readonly preset: 'whisper-cli' | 'pocketsphinx' | null;
    };
    readonly local: {
      /** Name of a folder under the models folder; null takes the newest that understands `language`. */
      readonly model: string | null;
      /** How long it stays in memory after its last use. */
      readonly unload_after_minutes: number;
    };
  };
  /** Whether what was said is transcribed piece by piece while one goes on speaking. */
  readonly transcribe_while_recording: boolean;
  /** For example `ctrl+shift+r`; null for none. */
  readonly hotkey: string | null;
  /**
   * What the shortcut does: `toggle` begins and ends with a press; `hold` records while it is held;
   * `tap_or_hold` is both, told apart by how long it was held.
   */
  readonly hotkey_mode: 'toggle' | 'hold' | 'tap_or_hold';
  /** Escape cancels while a dictation is recorded, wherever the focus is. */
  readonly escape_cancels: boolean;
  /** Name of the microphone; null is the system's default. */
  readonly microphone: string | null;
  /** Names of those that take over, in this order, when the one before is lost. */
  readonly microphones: readonly string[];
  /** Language code; null lets the engine find out, and is what `auto` is read as. */
  readonly language: string | null;
  /** Where `language` is null: the only ones that are spoken; empty for any. */
  readonly languages: readonly string[];
  readonly text: {
    /** Words as the engine writes them, and what is written instead. */
    readonly replacements: Readonly<Record<string, string>>;
    /** Names and terms that are told to engines that listen to such hints. */
    readonly dictionary: readonly string[];
    /** Whether “comma” and “new line” are written as what they mean. */
    readonly spoken_punctuation: boolean;
    /** Whether “um” and its like are left out. */
    readonly remove_fillers: boolean;
  };
  /** The chat model that works on texts: any address that understands `/chat/completions`. */
  readonly chat: {
    /** Ends in `/v1`. */
    readonly base_url: string;
    readonly model: string | null;
    readonly api_key: string | null;
    /** How long it may take; the text goes out as it was said when it takes longer. */
    readonly seconds: number;
  };
  readonly presets: readonly Preset[];
  /** Name of the preset that every dictation goes through; null for none, and is what `none` is read as. */
  readonly preset: string | null;
  /** Where the text goes: `clipboard`, `paste`, `type`, `stdout`, `file:PATH`. */
  readonly output: readonly string[];
  /** What the output `paste` presses; most terminals want `ctrl+shift+v`. A Mac has ⌘V for all. */
  readonly paste_key: PasteKey;
  /** Whether what was on the clipboard is put back after `paste`, as long as the text is still there. */
  readonly restore_clipboard: boolean;
  /** What `toggle` does while the last dictation is still being transcribed. */
  readonly while_transcribing: 'ignore' | 'record';
  readonly keep_audio: KeepAudio;
  /** How long a cancel or delete can be taken back. */
  readonly undo_minutes: number;
  /** A dictation that reaches it is stopped and transcribed. */
  readonly max_seconds: number;
  /** How long each stage of a dictation may take. What takes longer is ended; its audio is kept. */
  readonly deadlines: {
    /** From opening the microphone to its first sound. */
    readonly microphone_seconds: number;
    /** Until an engine on this machine has loaded its model. */
    readonly engine_start_seconds: number;
    /** For a transcription, beside what its audio's length allows; null is the engine's own. */
    readonly transcription_seconds: number | null;
    /** For each second of audio; null is the engine's own. */
    readonly transcription_per_second: number | null;
    /** For each place that the text is brought to. */
    readonly delivery_seconds: number;
  };
  /** Stops by itself after this much silence once something was said; null is off. */
  readonly stop_after_silence_seconds: number | null;
  /** null takes what the open-file limit allows, 256 at most. */
  readonly max_connections: number | null;
  readonly socket_path: string | null;
  /** Whether a text that has arrived is notified, too; failures and silence always are. */
  readonly notify_success: boolean;
  /** Whether the tray app shows a small window while it records. */
  readonly overlay: boolean;
  /** Whether the tray app plays a short sound when a recording begins and ends. */
  readonly sounds: boolean;
}

/** What one dictation may set for itself. */
export interface Overrides {
  /** Goes before the setting; null or `auto` lets the engine find out. */
  readonly language?: string | null;
  readonly engine?: EngineChoice;
  readonly model?: string;
  readonly preset?: string;
  readonly output?: readonly string[];
  /** A file to transcribe instead of a microphone: absolute path. */
  readonly input_file?: string;
  readonly max_seconds?: number;
  readonly working_dir?: string;
  readonly label?: string;
}

/** What is asked for where no preset is wanted. */
export const noPreset = 'none';

/** What stands in the settings file for a key that the tray app keeps in the system's keychain. */
export const inKeychain = '(in-the-keychain)';
