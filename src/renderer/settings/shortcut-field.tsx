import { useState } from 'preact/hooks';

import { useApp } from '../app-context.ts';
import { useCell, usePart } from '../cell.ts';
import { Keys } from '../parts/keys.tsx';
import { acceleratorOf, heldIn } from '../shortcut-keys.ts';
import { SettingRow } from './setting-row.tsx';
import type { Setting } from './setting.ts';
import type { SettingWords } from './setting-words.ts';

/** Records the keys that are pressed, and says whether they are heard. */
export function ShortcutField({ setting, words }: { setting: Setting; words: SettingWords }) {
  const { info, view } = useApp();
  const hotkey = usePart(view, ({ status }) => status?.hotkey ?? null);
  const platform = useCell(info)?.platform ?? '';
  const [isRecording, record] = useState(false);
  const [held, setHeld] = useState('');
  const { key, value, error, save } = setting;
  const isSet = typeof value === 'string';

  const press = (event: KeyboardEvent) => {
    if (!isRecording) return;
    const isAlone = heldIn(event).length === 0;
    // The ways out of the field stay what they are.
    if (event.key === 'Tab' && (isAlone || event.shiftKey)) return record(false);
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape' && isAlone) return record(false);
    setHeld(heldIn(event).join('+'));
    const accelerator = acceleratorOf(event);
    if (accelerator === null || event.repeat) return;
    record(false);
    save(accelerator);
  };
  return (
    <SettingRow
      name={key}
      label={words.label}
      error={error}
      isGroup
      help={
        isSet && hotkey && !hotkey.armed && hotkey.accelerator === value
          ? `Not heard: ${hotkey.reason}`
          : words.help
      }
    >
      {(ids) => (
        <span class="with-unit">
          <button
            {...ids}
            class={isRecording ? 'button keys-field is-recording' : 'button keys-field'}
            onClick={() => {
              setHeld('');
              record(!isRecording);
            }}
            onKeyDown={press}
            onKeyUp={(event) => setHeld(heldIn(event).join('+'))}
            onBlur={() => record(false)}
          >
            {isRecording && held === '' && 'Press the new keys; Escape keeps the old ones'}
            {isRecording && held !== '' && <Keys accelerator={held} platform={platform} />}
            {!isRecording && (
              <>
                {isSet ? <Keys accelerator={value} platform={platform} /> : 'None'}
                <span class="unseen">, change it</span>
              </>
            )}
          </button>
          {isSet && !isRecording && (
            <button class="button is-plain" onClick={() => save(null)}>
              Remove
            </button>
          )}
        </span>
      )}
    </SettingRow>
  );
}
