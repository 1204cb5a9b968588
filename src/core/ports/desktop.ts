import type { PasteKey } from '../../protocol/settings.ts';
import type { HotkeyStatus } from '../../protocol/status.ts';

/** How the clipboard is to be used this once. */
export interface ClipboardOptions {
  readonly cancel?: AbortSignal;
  /** Writes once only: what somebody else has copied meanwhile stays. */
  readonly isGentle?: boolean;
}

/** The clipboard of the desktop. */
export interface Clipboard {
  /** What writes it, for people: `xclip`, `wl-copy`, … */
  readonly name: string;
  /**
   * Writes, reads back and compares; false when another text is there. Throws `delivery_failed`, and
   * the abort reason when `cancel` aborts.
   */
  write(text: string, options?: ClipboardOptions): Promise<boolean>;
  /** The text that is there; null when there is none, or it is no text. Throws as `write` does. */
  read(options?: Pick<ClipboardOptions, 'cancel'>): Promise<string | null>;
}

/** What the shortcut is to do, as the settings have it. */
export interface HotkeyWish {
  /** For example `ctrl+shift+r`; null for none. */
  readonly accelerator: string | null;
  /** Whether it matters when the shortcut is let go (hold to speak). */
  readonly needsRelease: boolean;
  /** Whether Escape is listened for, too. */
  readonly needsEscape: boolean;
}

/** What a person does with the shortcut. */
export interface HotkeyEvents {
  readonly pressed: () => void;
  /** Only where `needsRelease` was wished for. */
  readonly released: () => void;
  /** Escape, only where `needsEscape` was wished for. */
  readonly escaped: () => void;
  readonly lost: (reason: string) => void;
}

/** Listens for the shortcut, wherever the focus is. */
export interface Hotkey {
  status(): HotkeyStatus;
  /** Listens for something else from now on. What it cannot, `status` says. */
  arm(wish: HotkeyWish): Promise<void>;
  close(): Promise<void>;
}

/** Brings text into the window that has the focus. */
export interface Paster {
  /** What presses the keys, for people: `xtest`, `xdotool`, `wtype`, … */
  readonly name: string;
  /**
   * Presses a key that pastes, once. True or false where it can be known whether it arrived, else null.
   * Throws `delivery_failed` with what to do, and the abort reason when `cancel` aborts.
   */
  paste(key: PasteKey, cancel?: AbortSignal): Promise<boolean | null>;
  /** Types a text, key by key. As `paste` otherwise. */
  type(text: string, cancel?: AbortSignal): Promise<boolean | null>;
}

/** Keeps secrets in the system's keychain. */
export interface KeyStore {
  /** Where they are kept, for people; says so when that is no more than plain text. */
  readonly name: string;
  /** Null when there is none, or it cannot be read any more. */
  read(name: string): string | null;
  /** null removes it. Throws `storage_failed`. */
  write(name: string, secret: string | null): Promise<void>;
}

/** Something that a person should hear of, wherever they look. */
export interface Notice {
  readonly kind: 'failure' | 'silence' | 'success' | 'info';
  readonly title: string;
  readonly body: string;
}
