import { Typed } from './plain-field.tsx';
import { SettingRow } from './setting-row.tsx';
import type { Setting } from './setting.ts';

const places: readonly (readonly [string, string, string])[] = [
  ['clipboard', 'Clipboard', 'Written, read back and confirmed.'],
  ['paste', 'Paste', 'One key press into the window that has the focus.'],
  ['type', 'Type', 'Letter by letter, where a program takes no paste.'],
];

const filePrefix = 'file:';

/** The places that a text is brought to. */
export function OutputField({ setting, label }: { setting: Setting; label: string }) {
  const { key, value, error, save } = setting;
  const chosen = Array.isArray(value) ? value.map(String) : [];
  const file = chosen.find((place) => place.startsWith(filePrefix))?.slice(filePrefix.length) ?? '';
  const order = places.map(([place]) => place);
  const saveAll = (wanted: readonly string[]) =>
    save([...wanted].sort((one, other) => rank(order, one) - rank(order, other)));
  return (
    <SettingRow name={key} label={label} error={error} isGroup>
      {(ids) => (
        <div class="places-field">
          {places.map(([place, name, help]) => (
            <label key={place} class="choice">
              <input
                type="checkbox"
                checked={chosen.includes(place)}
                onChange={({ currentTarget }) => {
                  const others = chosen.filter((one) => one !== place);
                  saveAll(currentTarget.checked ? [...others, place] : others);
                }}
              />
              <span>
                {name}
                <small>{help}</small>
              </span>
            </label>
          ))}
          <label class="choice is-file" for={ids.id}>
            <span>
              Also into a file
              <small>Each text is appended. whis asks you before it writes.</small>
            </span>
          </label>
          <Typed
            ids={ids}
            form="line"
            placeholder="/home/you/dictations.txt"
            text={file}
            onTyped={(path) => {
              const others = chosen.filter((place) => !place.startsWith(filePrefix));
              saveAll(path === '' ? others : [...others, `${filePrefix}${path}`]);
            }}
          />
        </div>
      )}
    </SettingRow>
  );
}

/** What is not in the list goes last. */
function rank(order: readonly string[], place: string): number {
  const at = order.indexOf(place);
  return at < 0 ? order.length : at;
}
