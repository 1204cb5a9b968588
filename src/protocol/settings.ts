/** What happens to the audio of sessions whose text was delivered; null sets no bound. */
export interface KeepAudio {
  readonly days: number | null;
  readonly megabytes: number | null;
}

/** Which engine turns audio into text; `auto` takes the most private one that is there. */
export type EngineChoice = 'auto' | 'local' | 'openai' | 'command';

/** A key that pastes. */
export type PasteKey = 'ctrl+v' | 'ctrl+shift+v' | 'shift+insert';

/** Every setting, complete: the schema in `store/settings.ts` fills in the defaults. */
export interface Settings {
  readonly engine: EngineChoice;
  readonly engines: {
    readonly openai: {
      /** Ends in `/v1`. */
      readonly base_url: string;
      readonly model: string;
      readonly api_key: string | null;
    };
    readonly command: {
      /** Program and arguments; `{file}` and `{language}` are filled in. */
      readonly argv: readonly string[] | null;
      /** Used when `argv` is null; null takes the first that is installed. */
      readonly preset: 'whisper-cli' | 'pocketsphinx' | null;
    };
    readonly local: {
      /** Name of a folder under the models folder; null takes the only or newest one. */
      readonly model: string | null;
    };
  };
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
  /** Language code; null lets the engine find out. */
  readonly language: string | null;
  /** Where the text goes: `clipboard`, `paste`, `type`, `stdout`, `file:PATH`. */
  readonly output: readonly string[];
  /** What the output `paste` presses; most terminals want `ctrl+shift+v`. A Mac has ⌘V for all. */
  readonly paste_key: PasteKey;
  /** What `toggle` does while the last dictation is still being transcribed. */
  readonly while_transcribing: 'ignore' | 'record';
  readonly keep_audio: KeepAudio;
  /** How long a cancel or delete can be taken back. */
  readonly undo_minutes: number;
  /** A dictation that reaches it is stopped and transcribed. */
  readonly max_seconds: number;
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
  readonly language?: string;
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

/** What stands in the settings file for a key that the tray app keeps in the system's keychain. */
export const inKeychain = '(in-the-keychain)';
