import { useState } from 'preact/hooks';

import { useApp } from '../app-context.ts';
import { useCell } from '../cell.ts';
import { sentenceOf } from '../refusal.ts';
import { SettingRow } from './setting-row.tsx';

/** Whether whis starts at login: the system keeps it, not the settings file. */
export function LoginField({ label }: { label: string }) {
  const { ask, info } = useApp();
  const told = useCell(info);
  const [error, setError] = useState<string | null>(null);
  if (told === null || told.opens_at_login === null) return null;
  const set = async (open: boolean) => {
    try {
      await ask('app_login', { open });
      info.set({ ...told, opens_at_login: open });
      setError(null);
    } catch (thrown) {
      setError(sentenceOf(thrown));
    }
  };
  return (
    <SettingRow name="login" label={label} error={error}>
      {(ids) => (
        <input
          {...ids}
          type="checkbox"
          role="switch"
          class="switch"
          checked={told.opens_at_login === true}
          onChange={({ currentTarget }) => void set(currentTarget.checked)}
        />
      )}
    </SettingRow>
  );
}
