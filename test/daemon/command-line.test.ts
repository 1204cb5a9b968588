import { describe, expect, it } from 'vitest';

import { settingsBehind } from '../../src/daemon/command-line.ts';
import { inKeychain } from '../../src/protocol/settings.ts';
import { defaultSettings } from '../../src/store/settings.ts';

const keys = { name: 'a keychain', read: () => 'sk-1', write: async () => {} };

describe('settingsBehind', () => {
  it('puts the command line before the settings, and the keys of the keychain into them', () => {
    const chat = { ...defaultSettings.chat, api_key: inKeychain };
    const read = settingsBehind(
      { language: 'de' },
      { current: { ...defaultSettings, chat } },
      keys,
    );
    expect(read()).toMatchObject({ language: 'de', chat: { api_key: 'sk-1' } });
  });

  it('lets the engine find the language out, where the command line says “auto”', () => {
    const current = { ...defaultSettings, language: 'de' };
    expect(settingsBehind({ language: 'auto' }, { current }, null)().language).toBeNull();
  });

  it.each([['no keychain', null] as const, ['a keychain', keys] as const])(
    'gives the same object until the file’s are others, with %s',
    (_, store) => {
      const file = { current: defaultSettings };
      const read = settingsBehind({}, file, store);
      const first = read();
      expect(read()).toBe(first);
      file.current = { ...defaultSettings, language: 'de' };
      expect(read()).not.toBe(first);
      expect(read().language).toBe('de');
      expect(read()).toBe(read());
    },
  );
});
