import { safeStorage } from 'electron';
import Store from 'electron-store';

import type { KeyStore } from '../core/ports.ts';
import { WhisError } from '../protocol/errors.ts';

/** Secrets, encrypted by the system's keychain, in a file of the app's own. */
export class Keychain implements KeyStore {
  readonly #file: Store<Record<string, string>>;
  /** Read once, at the start: the keychain answers late, and a dictation does not wait for it. */
  readonly #secrets = new Map<string, string>();
  /** Where secrets are kept, for people. */
  readonly name: string;
  readonly #canEncrypt: boolean;

  private constructor(
    folder: string,
    { canEncrypt, platform }: { canEncrypt: boolean; platform: string },
  ) {
    this.#canEncrypt = canEncrypt;
    this.name = describe(canEncrypt, platform);
    this.#file = new Store({ cwd: folder, name: 'keys', configFileMode: 0o600 });
  }

  /** Opens the file in `folder`, and decrypts what the keychain still knows. */
  static async open(folder: string, platform: string): Promise<Keychain> {
    const keychain = new Keychain(folder, {
      canEncrypt: await safeStorage.isAsyncEncryptionAvailable(),
      platform,
    });
    for (const [name, encrypted] of Object.entries(keychain.#file.store)) {
      const secret = await decrypt(encrypted);
      if (secret !== null) keychain.#secrets.set(name, secret);
    }
    return keychain;
  }

  read(name: string): string | null {
    return this.#secrets.get(name) ?? null;
  }

  async write(name: string, secret: string | null): Promise<void> {
    if (secret === null) {
      this.#secrets.delete(name);
      this.#file.delete(name);
      return;
    }
    if (!this.#canEncrypt) {
      throw new WhisError(
        'storage_failed',
        'There is no keychain here that could keep the key. Set WHIS_OPENAI_API_KEY in the environment instead.',
      );
    }
    this.#file.set(name, (await safeStorage.encryptStringAsync(secret)).toString('base64'));
    this.#secrets.set(name, secret);
  }
}

function describe(canEncrypt: boolean, platform: string): string {
  if (!canEncrypt) return 'nowhere: there is no keychain here';
  const isPlain = platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
  return isPlain
    ? 'a file that is hardly more than plain text: no keychain runs here'
    : 'the system’s keychain';
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
