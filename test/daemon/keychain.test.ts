import { describe, expect, it } from 'vitest';

import type { KeyStore } from '../../src/core/ports.ts';
import { keepSecret, keychainNotices, withKeys } from '../../src/daemon/keychain.ts';
import { inKeychain, type Settings } from '../../src/protocol/settings.ts';
import { defaultSettings } from '../../src/store/settings.ts';

const secret = 'engines.openai.api_key';

/** A keychain in memory. */
function makeKeys(): KeyStore & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    name: 'a keychain',
    kept,
    read: (name) => kept.get(name) ?? null,
    async write(name, value) {
      if (value === null) kept.delete(name);
      else kept.set(name, value);
    },
  };
}

function settingsWith(api_key: string | null): Settings {
  const { engines } = defaultSettings;
  return { ...defaultSettings, engines: { ...engines, openai: { ...engines.openai, api_key } } };
}

describe('keepSecret', () => {
  it.each([
    [secret, 'sk-1', inKeychain],
    ['engines.openai', { model: 'm', api_key: 'sk-1' }, { model: 'm', api_key: inKeychain }],
    ['engines', { openai: { api_key: 'sk-1' } }, { openai: { api_key: inKeychain } }],
  ])('puts the key of %s into the keychain', async (key, value, written) => {
    const keys = makeKeys();
    expect(await keepSecret(key, value, keys)).toEqual(written);
    expect([...keys.kept]).toEqual([[secret, 'sk-1']]);
  });

  it('takes it out again', async () => {
    const keys = makeKeys();
    await keepSecret(secret, 'sk-1', keys);
    expect(await keepSecret(secret, null, keys)).toBeNull();
    expect(keys.kept.size).toBe(0);
  });

  it.each([
    ['engine', 'local'],
    ['engines.openai.model', 'whisper-1'],
    ['engines.openai', { model: 'whisper-1' }],
    ['engines', { local: { model: null } }],
    ['engines.openai', 'no object'],
    [secret, inKeychain],
    [secret, 7],
  ])('leaves %s as it is', async (key, value) => {
    const keys = makeKeys();
    expect(await keepSecret(key, value, keys)).toEqual(value);
    expect(keys.kept.size).toBe(0);
  });

  it('refuses what could begin another header, without a word of it', async () => {
    const keys = makeKeys();
    const refusal = keepSecret(secret, 'sk-1\r\nx: y', keys);
    await expect(refusal).rejects.toMatchObject({ code: 'invalid_settings' });
    await expect(refusal).rejects.not.toThrow('sk-1');
    expect(keys.kept.size).toBe(0);
  });

  it('writes the key into the file where there is no keychain', async () => {
    expect(await keepSecret(secret, 'sk-1', null)).toBe('sk-1');
  });
});

describe('withKeys', () => {
  it('puts in what the keychain has', async () => {
    const keys = makeKeys();
    await keys.write(secret, 'sk-1');
    expect(withKeys(settingsWith(inKeychain), keys).engines.openai.api_key).toBe('sk-1');
    expect(withKeys(settingsWith('sk-2'), keys).engines.openai.api_key).toBe('sk-2');
    expect(withKeys(settingsWith(null), keys).engines.openai.api_key).toBeNull();
  });

  it('leaves the mark where the keychain cannot be read, so that the engine can say so', () => {
    const settings = settingsWith(inKeychain);
    expect(withKeys(settings, null)).toEqual(settings);
    expect(withKeys(settings, makeKeys()).engines.openai.api_key).toBe(inKeychain);
  });
});

describe('keychainNotices', () => {
  it('tells why a key cannot be used, and nothing when it can', async () => {
    const keys = makeKeys();
    const settings = settingsWith(inKeychain);
    expect(keychainNotices(settings, null)).toMatchObject([expect.stringContaining('WHIS_OPENAI')]);
    expect(keychainNotices(settings, keys)).toMatchObject([expect.stringContaining('again')]);
    await keys.write(secret, 'sk-1');
    expect(keychainNotices(settings, keys)).toEqual([]);
    expect(keychainNotices(settingsWith(null), null)).toEqual([]);
  });
});
