import type { Check } from '../../protocol/requests.ts';
import type { Clipboard, Hotkey, HotkeyEvents, KeyStore, Notice, Paster } from './desktop.ts';
import type { Programs, SpawnModule } from './system.ts';

/** What a host hands to the daemon. */
export interface Host {
  readonly kind: 'headless' | 'tray';
  readonly clipboard: Clipboard;
  readonly paster: Paster;
  /** Null where there is no keychain: keys come from the environment or the settings then. */
  readonly keys: KeyStore | null;
  readonly spawnModule: SpawnModule;
  readonly programs: Programs;
  /** Makes the shortcut's listener; `events` is called from outside the daemon's own doing. */
  openHotkey(events: HotkeyEvents): Hotkey;
  /** Throws `invalid_settings` for what is no shortcut here, saying what is wrong with it. */
  checkAccelerator(accelerator: string): void;
  notify(notice: Notice): void;
  /** Plays the sound after which one speaks; resolves when it is over, and never rejects. */
  readonly cue?: () => Promise<void>;
  /** What of this host's desktop works, for the doctor. */
  checks(): Promise<readonly Check[]>;
  /** Writes a text to the daemon's standard output. */
  writeOut(text: string): Promise<void>;
}
