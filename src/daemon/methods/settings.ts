import { maskKeys } from '../../store/secrets.ts';
import { keepSecret } from '../keychain.ts';
import type { Parts } from '../parts.ts';
import type { Methods } from './methods.ts';

/** The requests about settings. `changed` hears the keys that have another value now. */
export function settingsMethods(
  { settingsFile, host }: Pick<Parts, 'settingsFile' | 'host'>,
  changed: (keys: readonly string[]) => void,
): Methods<'reload' | 'get_settings' | 'set_setting'> {
  return {
    reload() {
      changed(settingsFile.reload());
      return { type: 'ok' };
    },
    get_settings() {
      return {
        type: 'settings',
        settings: maskKeys(settingsFile.current),
        path: settingsFile.path,
      };
    },
    async set_setting({ key, value }) {
      if (key === 'hotkey' && typeof value === 'string') host.checkAccelerator(value);
      changed(await settingsFile.set(key, await keepSecret(key, value, host.keys)));
      return { type: 'ok' };
    },
  };
}
