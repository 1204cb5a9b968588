import { useEffect, useState } from 'preact/hooks';

import type { Microphone } from '../../protocol/microphone.ts';
import { useApp } from '../app-context.ts';
import { sentenceOf } from '../refusal.ts';
import { MicrophoneTest } from './microphone-test.tsx';
import { SettingRow } from './setting-row.tsx';
import type { Setting } from './setting.ts';

/** The microphones that are there, and a test of the one that is chosen. */
export function MicrophoneField({
  setting,
  label,
  onHeard,
}: {
  setting: Setting;
  label: string;
  /** Hears how each test came out. */
  onHeard?: (isLoud: boolean) => void;
}) {
  const { ask } = useApp();
  const [microphones, setMicrophones] = useState<readonly Microphone[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    ask('list_microphones', {}).then(
      (told) => setMicrophones(told.microphones),
      (thrown: unknown) => setProblem(sentenceOf(thrown)),
    );
  }, [ask]);
  const { key, value, error, save } = setting;
  const chosen = typeof value === 'string' ? value : null;
  const isThere = chosen === null || microphones.some(({ name }) => name === chosen);
  const usual = microphones.find(({ is_default: isDefault }) => isDefault);
  return (
    <>
      <SettingRow name={key} label={label} error={error ?? problem}>
        {(ids) => (
          <select
            {...ids}
            value={chosen ?? ''}
            onChange={({ currentTarget }) => save(currentTarget.value || null)}
          >
            <option value="">
              {usual ? `Default: ${usual.description}` : 'The system’s default'}
            </option>
            {microphones.map(({ name, description }) => (
              <option key={name} value={name}>
                {description}
              </option>
            ))}
            {!isThere && <option value={chosen}>{chosen} (not connected)</option>}
          </select>
        )}
      </SettingRow>
      <MicrophoneTest name={chosen} {...(onHeard && { onHeard })} />
    </>
  );
}
