import { FallbackField } from './fallback-field.tsx';
import { KeyField } from './key-field.tsx';
import { LoginField } from './login-field.tsx';
import { MicrophoneField } from './microphone-field.tsx';
import { OutputField } from './output-field.tsx';
import { PlainField } from './plain-field.tsx';
import { PresetChoice } from './preset-choice.tsx';
import { PresetsField } from './presets-field.tsx';
import { ReplacementsField } from './replacements-field.tsx';
import { settingWords } from './setting-words.ts';
import { SettingRow } from './setting-row.tsx';
import { useSetting, type Book } from './setting.ts';
import { ShortcutField } from './shortcut-field.tsx';

/** A setting's row: a field of its own where it has one, else the one that its schema asks for. */
export function Field({ book, name }: { book: Book; name: string }) {
  const setting = useSetting(book, name);
  const words = settingWords[name] ?? { label: name };
  switch (name) {
    case 'login':
      return <LoginField label={words.label} />;
    case 'hotkey':
      return <ShortcutField setting={setting} words={words} />;
    case 'microphone':
      return <MicrophoneField setting={setting} label={words.label} />;
    case 'output':
      return <OutputField setting={setting} label={words.label} />;
    case 'fallback_engines':
      return <FallbackField setting={setting} {...words} />;
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
