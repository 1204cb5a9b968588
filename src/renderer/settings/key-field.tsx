import { useState } from 'preact/hooks';

import { useApp } from '../app-context.ts';
import { useCell } from '../cell.ts';
import { inKeychain } from './in-keychain.ts';
import { SettingRow } from './setting-row.tsx';
import type { Setting } from './setting.ts';

/** The API key: it goes in, is never shown again, and where it is kept is said. */
export function KeyField({ setting, label }: { setting: Setting; label: string }) {
  const { info } = useApp();
  const keychain = useCell(info)?.keychain ?? '';
  const { key, value, error, save } = setting;
  const [typed, setTyped] = useState('');
  const isSet = typeof value === 'string' && value !== '';
  const take = () => {
    if (typed.trim() === '') return;
    save(typed.trim());
    setTyped('');
  };
  return (
    <SettingRow
      name={key}
      label={label}
      error={error}
      help={
        isSet && value !== inKeychain
          ? 'In the settings file, in plain text. Enter it again to keep it in the keychain.'
          : `Kept in ${keychain}.`
      }
    >
      {(ids) => (
        <span class="with-unit">
          <input
            {...ids}
            type="password"
            autoComplete="off"
            spellcheck={false}
            placeholder={isSet ? '•••••••• is set' : 'sk-…'}
            value={typed}
            onInput={({ currentTarget }) => setTyped(currentTarget.value)}
            onBlur={take}
            onKeyDown={(event) => {
              if (event.key === 'Enter') take();
            }}
          />
          {isSet && (
            <button class="button" onClick={() => save(null)}>
              Remove
            </button>
          )}
        </span>
      )}
    </SettingRow>
  );
}
