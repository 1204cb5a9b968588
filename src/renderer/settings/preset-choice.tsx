import type { Preset } from '../../protocol/settings.ts';
import type { FieldWords } from './replacements-field.tsx';
import { SettingRow } from './setting-row.tsx';
import type { Setting } from './setting.ts';

/** The preset that every dictation goes through, out of those that there are. */
export function PresetChoice({
  setting,
  presets,
  label,
  none,
}: FieldWords & {
  setting: Setting;
  presets: readonly Preset[];
  none: string | undefined;
}) {
  const { key, value, error, save } = setting;
  const chosen = typeof value === 'string' ? value : '';
  const isThere = chosen === '' || presets.some(({ name }) => name === chosen);
  return (
    <SettingRow name={key} label={label} error={error}>
      {(ids) => (
        <select
          {...ids}
          value={chosen}
          onChange={({ currentTarget }) => save(currentTarget.value || null)}
        >
          <option value="">{none}</option>
          {presets.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
          {!isThere && <option value={chosen}>{chosen} (there is none of that name)</option>}
        </select>
      )}
    </SettingRow>
  );
}
