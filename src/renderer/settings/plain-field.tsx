import { useEffect, useRef, useState } from 'preact/hooks';

import type { Kind } from './kind.ts';
import type { SettingWords } from './setting-words.ts';
import type { FieldIds } from './setting-row.tsx';
import type { Setting } from './setting.ts';

/** The field for a setting that needs no special one: it follows from what the setting may be. */
export function PlainField({
  setting,
  words,
  ids,
}: {
  setting: Setting;
  words: SettingWords;
  ids: FieldIds;
}) {
  const { kind, value, save } = setting;
  switch (kind.kind) {
    case 'switch':
      return (
        <input
          {...ids}
          type="checkbox"
          role="switch"
          class="switch"
          checked={value === true}
          onChange={({ currentTarget }) => save(currentTarget.checked)}
        />
      );
    case 'choice':
      return (
        <select
          {...ids}
          value={typeof value === 'string' ? value : ''}
          onChange={({ currentTarget }) => save(currentTarget.value || null)}
        >
          {kind.isNullable && <option value="">{words.none ?? 'none'}</option>}
          {kind.options.map((option) => (
            <option key={option} value={option}>
              {words.options?.[option] ?? option}
            </option>
          ))}
        </select>
      );
    case 'number':
      return (
        <span class="with-unit">
          <Typed
            ids={ids}
            form={kind}
            placeholder={words.none}
            text={typeof value === 'number' ? String(value) : ''}
            onTyped={(text) => save(text === '' ? null : Number(text))}
          />
          {words.unit !== undefined && <span>{words.unit}</span>}
        </span>
      );
    case 'list':
      return (
        <Typed
          ids={ids}
          form="lines"
          placeholder={words.none}
          text={Array.isArray(value) ? value.join('\n') : ''}
          onTyped={(text) => {
            const lines = text.split('\n').map((line) => line.trim());
            const given = lines.filter((line) => line !== '');
            save(given.length === 0 && kind.isNullable ? null : given);
          }}
        />
      );
    case 'text':
      return (
        <Typed
          ids={ids}
          form="line"
          placeholder={words.none}
          text={typeof value === 'string' ? value : ''}
          onTyped={(text) => save(text === '' && kind.isNullable ? null : text)}
        />
      );
  }
}

/** Text that is taken when the field is left or Enter is pressed; Escape takes it back. */
export function Typed({
  ids,
  text,
  form,
  placeholder = '',
  onTyped,
}: {
  ids: FieldIds;
  text: string;
  form: 'line' | 'lines' | Extract<Kind, { readonly kind: 'number' }>;
  placeholder?: string | undefined;
  onTyped: (text: string) => void;
}) {
  const [typed, setTyped] = useState(text);
  // What was taken last, until the settings are read again: they may be older than what is typed.
  const taken = useRef<string | null>(null);
  useEffect(() => {
    taken.current = null;
    setTyped(text);
  }, [text]);
  const take = () => {
    const now = typed.trim();
    if (now === text && now === (taken.current ?? text)) return;
    taken.current = now;
    onTyped(now);
  };
  const common = {
    ...ids,
    placeholder,
    value: typed,
    spellcheck: false,
    onInput: (event: { readonly currentTarget: { readonly value: string } }) =>
      setTyped(event.currentTarget.value),
    onBlur: take,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Enter' && form !== 'lines') take();
      if (event.key === 'Escape' && typed !== text) setTyped(text);
    },
  };
  if (form === 'lines') return <textarea {...common} rows={3} />;
  if (form === 'line') return <input {...common} type="text" />;
  const { least, most, isWhole } = form;
  return <input {...common} type="number" min={least} max={most} step={isWhole ? 1 : 'any'} />;
}
