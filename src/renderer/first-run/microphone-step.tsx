import { useEffect, useState } from 'preact/hooks';

import type { Settings } from '../../protocol/settings.ts';
import { useApp } from '../app-context.ts';
import { MicrophoneField } from '../settings/microphone-field.tsx';
import type { Book } from '../settings/setting.ts';
import { useSetting } from '../settings/setting.ts';
import { usePart } from '../cell.ts';

/** Proves that somebody who speaks is heard. */
export function MicrophoneStep({ onProven }: { onProven: () => void }) {
  const { ask, attempt, view } = useApp();
  const changes = usePart(view, ({ settingsChanges }) => settingsChanges);
  const [settings, setSettings] = useState<Settings | null>(null);
  useEffect(() => {
    void attempt(async () => setSettings((await ask('get_settings', {})).settings));
  }, [ask, attempt, changes]);
  return (
    <>
      <h2 id="step-title">Can whis hear you?</h2>
      <p>Choose the microphone, press Test and say a sentence. Nothing of the test is kept.</p>
      {settings && <Field book={{ settings, schemas: {} }} onProven={onProven} />}
      <p class="step-why">
        You may skip this: whis tells you at the first dictation when nothing but silence comes.
      </p>
    </>
  );
}

function Field({ book, onProven }: { book: Omit<Book, 'path'>; onProven: () => void }) {
  const setting = useSetting(book, 'microphone');
  return (
    <MicrophoneField
      setting={setting}
      label="Microphone"
      onHeard={(isLoud) => {
        if (isLoud) onProven();
      }}
    />
  );
}
