import { useEffect, useRef, useState } from 'preact/hooks';

import type { Preset } from '../../protocol/settings.ts';
import { Icon } from '../parts/icon.tsx';
import type { FieldWords } from './replacements-field.tsx';
import { SettingRow } from './setting-row.tsx';
import type { Setting } from './setting.ts';

/** A preset while it is written: an empty address or model is the chat model's own. */
interface Draft {
  readonly name: string;
  readonly prompt: string;
  readonly model: string;
  readonly base_url: string;
}

const empty: Draft = { name: '', prompt: '', model: '', base_url: '' };

/** The presets: written here, and set all at once, since the app asks the person about them. */
export function PresetsField({ setting, label, help }: FieldWords & { setting: Setting }) {
  const { key, value, error, save } = setting;
  const saved = JSON.stringify(Array.isArray(value) ? value : []);
  const [drafts, setDrafts] = useState<readonly Draft[]>(() => draftsOf(saved));
  const list = useRef<HTMLDivElement>(null);
  const [isAdded, setAdded] = useState(false);
  useEffect(() => setDrafts(draftsOf(saved)), [saved]);
  useEffect(() => {
    if (!isAdded) return;
    list.current?.querySelector<HTMLElement>('.preset:last-of-type input')?.focus();
    setAdded(false);
  }, [isAdded]);
  const isChanged = JSON.stringify(drafts.map(presetOf)) !== saved;
  const missing = isChanged ? missingIn(drafts) : null;
  return (
    <SettingRow name={key} label={label} help={help} error={error} isGroup>
      {(ids) => (
        <div class="presets-field" ref={list}>
          {drafts.map((draft, at) => (
            <PresetEditor
              key={at}
              draft={draft}
              place={at + 1}
              onChange={(change) =>
                setDrafts(drafts.map((old, place) => (place === at ? { ...old, ...change } : old)))
              }
              onRemove={() => setDrafts(drafts.filter((_, place) => place !== at))}
            />
          ))}
          <div class="presets-doings">
            <button
              id={ids.id}
              aria-describedby={ids['aria-describedby']}
              class="button"
              onClick={() => {
                setDrafts([...drafts, empty]);
                setAdded(true);
              }}
            >
              Add a preset
            </button>
            {isChanged && (
              <>
                <button
                  class="button is-main"
                  disabled={missing !== null}
                  onClick={() => save(drafts.map(presetOf))}
                >
                  Save the presets
                </button>
                <button class="button is-plain" onClick={() => setDrafts(draftsOf(saved))}>
                  Discard the changes
                </button>
              </>
            )}
            {missing !== null && <p class="setting-help">{missing}</p>}
          </div>
        </div>
      )}
    </SettingRow>
  );
}

function PresetEditor({
  draft,
  place,
  onChange,
  onRemove,
}: {
  draft: Draft;
  place: number;
  onChange: (change: Partial<Draft>) => void;
  onRemove: () => void;
}) {
  const title = draft.name.trim() === '' ? `Preset ${place}` : `Preset “${draft.name.trim()}”`;
  const line = (name: 'name' | 'model' | 'base_url', word: string, placeholder: string) => (
    <label>
      <span>{word}</span>
      <input
        type="text"
        spellcheck={false}
        placeholder={placeholder}
        value={draft[name]}
        onInput={({ currentTarget }) => onChange({ [name]: currentTarget.value })}
      />
    </label>
  );
  return (
    <fieldset class="preset" aria-label={title}>
      {line('name', 'Name', 'email')}
      <label class="is-wide">
        <span>What to do with the text</span>
        <textarea
          rows={4}
          placeholder="Make a polite email of it. Keep my words where you can."
          value={draft.prompt}
          onInput={({ currentTarget }) => onChange({ prompt: currentTarget.value })}
        />
      </label>
      {line('model', 'Model', 'the chat model below')}
      {line('base_url', 'Address', 'the address below')}
      <button class="button is-delete" aria-label={`Remove ${title}`} onClick={onRemove}>
        <Icon name="delete" />
        Remove
      </button>
    </fieldset>
  );
}

function draftsOf(saved: string): Draft[] {
  return (JSON.parse(saved) as Preset[]).map((preset) => ({ ...empty, ...preset }));
}

function presetOf({ name, prompt, model, base_url: address }: Draft): Preset {
  return {
    name: name.trim(),
    prompt: prompt.trim(),
    ...(address.trim() !== '' && { base_url: address.trim() }),
    ...(model.trim() !== '' && { model: model.trim() }),
  };
}

/** What is still to be written; null when nothing is. */
function missingIn(drafts: readonly Draft[]): string | null {
  const presets = drafts.map(presetOf);
  if (presets.some(({ name, prompt }) => name === '' || prompt === ''))
    return 'Each needs a name, and what to do with the text.';
  const names = new Set(presets.map(({ name }) => name));
  return names.size < presets.length ? 'Two have the same name.' : null;
}
