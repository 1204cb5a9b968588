import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

import { app } from './app.ts';
import { loud } from './loud.ts';

type Members =
  | 'decryptString'
  | 'decryptStringAsync'
  | 'encryptString'
  | 'encryptStringAsync'
  | 'getSelectedStorageBackend'
  | 'isAsyncEncryptionAvailable'
  | 'isEncryptionAvailable';

const prefix = Buffer.from('v11');

/** Real encryption; its key stands for the keyring's and is the same in every start from one folder. */
export const safeStorage: Pick<Electron.SafeStorage, Members> = loud('safeStorage', {
  isEncryptionAvailable: () => app.isReady(),
  isAsyncEncryptionAvailable: () => app.whenReady().then(() => true),
  getSelectedStorageBackend: () => 'gnome_libsecret' as const,
  encryptString: encrypt,
  encryptStringAsync: async (plainText: string) => encrypt(plainText),
  decryptString: decrypt,
  decryptStringAsync: async (encrypted: Buffer) => ({
    result: decrypt(encrypted),
    shouldReEncrypt: false,
  }),
});

function encrypt(plainText: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', findKey(), nonce);
  const encrypted = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()]);
  return Buffer.concat([prefix, nonce, cipher.getAuthTag(), encrypted]);
}

function decrypt(encrypted: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', findKey(), encrypted.subarray(3, 15));
  decipher.setAuthTag(encrypted.subarray(15, 31));
  return decipher.update(encrypted.subarray(31), undefined, 'utf8') + decipher.final('utf8');
}

function findKey(): Buffer {
  return createHash('sha256').update(app.getPath('userData')).digest();
}
