import { useEffect, useState } from 'preact/hooks';

import { useApp } from '../app-context.ts';
import { usePart } from '../cell.ts';
import { Icon } from '../parts/icon.tsx';
import { sentenceOf } from '../refusal.ts';
import { KeyField } from './key-field.tsx';
import { LoginField } from './login-field.tsx';
import { MicrophoneField } from './microphone-field.tsx';
import { OutputField } from './output-field.tsx';
import { PlainField } from './plain-field.tsx';
import { PresetChoice } from './preset-choice.tsx';
import { PresetsField } from './presets-field.tsx';
import { ReplacementsField } from './replacements-field.tsx';
import { groups } from './setting-groups.ts';
import { settingWords } from './setting-words.ts';
import { SettingRow } from './setting-row.tsx';
import { useSetting, type Book } from './setting.ts';
import { ShortcutField } from './shortcut-field.tsx';

/** Every setting: what may be set is asked of the daemon, and it judges what is. */
export function SettingsPage() {
  const { ask, attempt, view, info } = useApp();
  const changes = usePart(view, ({ settingsChanges }) => settingsChanges);
  const [book, setBook] = useState<Book | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let isWanted = true;
    const read = async () => {
      const { settings, path } = await ask('get_settings', {});
      const schemas = book?.schemas ?? (await ask('describe', {})).settings;
      if (isWanted) setBook({ settings, path, schemas });
    };
    read().catch((thrown: unknown) => isWanted && setProblem(sentenceOf(thrown)));
    return () => {
      isWanted = false;
    };
  }, [ask, changes]);
  return (
    <div class="sheet">
      <h1>Settings</h1>
      {problem !== null && <p class="field-error">{problem}</p>}
      {book &&
        groupsOf(book).map(([title, keys]) => (
          <section key={title} class="group" aria-labelledby={`group-${title}`}>
            <h2 id={`group-${title}`}>{title}</h2>
            <div class="group-body">
              {title === 'General' && <LoginField />}
              {keys.map((key) => (
                <Field key={key} book={book} name={key} />
              ))}
            </div>
          </section>
        ))}
      {book && (
        <footer class="sheet-foot">
          <p>
            All of it stands in <code>{book.path}</code>
          </p>
          <p>whis {info.value?.version}</p>
          <button
            class="button"
            onClick={() => void attempt(() => ask('app_open', { link: 'manual' }))}
          >
            Manual
          </button>
          <button
            class="button"
            onClick={() => void attempt(() => ask('app_open', { link: 'log' }))}
          >
            Log
          </button>
          <button
            class="button"
            onClick={() => void attempt(() => ask('app_open', { link: 'licence' }))}
          >
            Licence
          </button>
          <button class="button is-delete" onClick={() => void attempt(() => ask('app_quit', {}))}>
            <Icon name="close" />
            Quit whis
          </button>
        </footer>
      )}
    </div>
  );
}

/** The groups, with what a newer daemon has beyond them in the last. */
function groupsOf({ schemas }: Book): (readonly [string, readonly string[]])[] {
  const placed = new Set(groups.flatMap(([, keys]) => keys));
  const rest = Object.keys(schemas).filter((key) => !placed.has(key));
  return groups.map(([title, keys]) => {
    const known = keys.filter((key) => Object.hasOwn(schemas, key));
    return [title, title === 'Advanced' ? [...known, ...rest] : known];
  });
}

function Field({ book, name }: { book: Book; name: string }) {
  const setting = useSetting(book, name);
  const words = settingWords[name] ?? { label: name };
  switch (name) {
    case 'hotkey':
      return <ShortcutField setting={setting} words={words} />;
    case 'microphone':
      return <MicrophoneField setting={setting} label={words.label} />;
    case 'output':
      return <OutputField setting={setting} label={words.label} />;
    case 'text.replacements':
      return <ReplacementsField setting={setting} {...words} />;
    case 'presets':
      return <PresetsField setting={setting} {...words} />;
    case 'preset':
      return (
        <PresetChoice
          setting={setting}
          presets={book.settings.presets}
          label={words.label}
          none={words.none}
        />
      );
    default:
      if (name.endsWith('.api_key')) return <KeyField setting={setting} label={words.label} />;
      return (
        <SettingRow name={name} label={words.label} help={words.help} error={setting.error}>
          {(ids) => <PlainField setting={setting} words={words} ids={ids} />}
        </SettingRow>
      );
  }
}
