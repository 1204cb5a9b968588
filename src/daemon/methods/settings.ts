import { maskKeys } from '../../store/settings.ts';
import type { SettingsFile } from '../../store/settings-file.ts';
import type { Methods } from './methods.ts';

/** The requests about settings. `changed` hears the keys that have another value now. */
export function settingsMethods(
  settingsFile: SettingsFile,
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
      changed(await settingsFile.set(key, value));
      return { type: 'ok' };
    },
  };
}
