import { safeStorage } from 'electron';
import Store from 'electron-store';

import type { KeyStore } from '../core/ports.ts';
import { keyVariable } from '../daemon/keychain.ts';
import { WhisError } from '../protocol/errors.ts';

/** Secrets, encrypted by the system's keychain, in a file of the app's own. */
export class Keychain implements KeyStore {
  readonly #folder: string;
  readonly #platform: string;
  /** Read once, at the start: the keychain answers late, and a dictation does not wait for it. */
  readonly #secrets = new Map<string, string>();
  #file: Store<Record<string, string>> | null = null;
  #canEncrypt = false;

  /** Touches nothing before `load`. */
  constructor(folder: string, platform: string) {
    this.#folder = folder;
    this.#platform = platform;
  }

  /** Where secrets are kept, for people. */
  get name(): string {
    if (!this.#canEncrypt) return 'nowhere: there is no keychain here';
    const isPlain =
      this.#platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
    return isPlain
      ? 'a file that is hardly more than plain text: no keychain runs here'
      : 'the system’s keychain';
  }

  /** Opens the file, and decrypts what the keychain still knows. */
  async load(): Promise<void> {
    this.#canEncrypt = await safeStorage.isAsyncEncryptionAvailable();
    this.#file = new Store<Record<string, string>>({
      cwd: this.#folder,
      name: 'keys',
      configFileMode: 0o600,
      // Keys are dotted, and no paths.
      accessPropertiesByDotNotation: false,
      clearInvalidConfig: true,
    });
    for (const [name, encrypted] of Object.entries(this.#file.store)) {
      const secret = await decrypt(encrypted);
      if (secret !== null) this.#secrets.set(name, secret);
    }
  }

  read(name: string): string | null {
    return this.#secrets.get(name) ?? null;
  }

  async write(name: string, secret: string | null): Promise<void> {
    if (secret === null) {
      this.#secrets.delete(name);
      this.#file?.delete(name);
      return;
    }
    if (!this.#canEncrypt) {
      throw new WhisError(
        'storage_failed',
        `There is no keychain here that could keep “${name}”. Set ${keyVariable(name)} in the environment of whis instead.`,
      );
    }
    const encrypted = await safeStorage.encryptStringAsync(secret);
    this.#file?.set(name, encrypted.toString('base64'));
    this.#secrets.set(name, secret);
  }
}

async function decrypt(encrypted: string): Promise<string | null> {
  try {
    const { result } = await safeStorage.decryptStringAsync(Buffer.from(encrypted, 'base64'));
    return result;
  } catch {
    // The keychain was changed or reset: the settings say that the key must be entered again.
    return null;
  }
}
