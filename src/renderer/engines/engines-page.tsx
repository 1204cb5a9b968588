import { useEffect, useState } from 'preact/hooks';

import type { Check } from '../../protocol/requests.ts';
import type { Settings } from '../../protocol/settings.ts';
import { useApp } from '../app-context.ts';
import { usePart } from '../cell.ts';
import { Icon } from '../parts/icon.tsx';
import { sentenceOf } from '../refusal.ts';
import { reduce } from '../store.ts';
import { CheckList } from './check-list.tsx';
import { EngineChoices } from './engine-choices.tsx';
import { Models } from './models.tsx';
import { NextEngine } from './next-engine.tsx';
import { useModels } from './use-models.ts';

/** What turns speech into text, whether the speech leaves the machine, and what to do where nothing does. */
export function EnginesPage() {
  const { ask, attempt, view } = useApp();
  const changes = usePart(view, (now) => now.settingsChanges + now.modelsChanges);
  const [settings, setSettings] = useState<Settings | null>(null);
  const [checks, setChecks] = useState<readonly Check[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);
  const again = () => setTurn((before) => before + 1);
  const shelf = useModels(again);
  useEffect(() => {
    let isWanted = true;
    const read = async () => {
      // The doctor looks long: what can be chosen is there before, and stays where it is.
      const [report] = await Promise.all([
        ask('doctor', {}),
        ask('get_settings', {}).then((told) => isWanted && setSettings(told.settings)),
      ]);
      // No event tells that a model was put into the folder, or taken out of it, by hand.
      const status = await ask('status', {});
      view.set(reduce(view.value, { type: 'snapshot', status }));
      if (isWanted) setChecks(report.checks);
    };
    read().catch((thrown: unknown) => isWanted && setProblem(sentenceOf(thrown)));
    return () => {
      isWanted = false;
    };
  }, [ask, view, changes, turn]);
  const others = checks.filter(({ name }) => !/^(engine|service)\b/.test(name));
  return (
    <div class="sheet">
      <h1>Engines</h1>
      <NextEngine shelf={shelf} choice={settings?.engine ?? null} />
      {problem !== null && <p class="field-error">{problem}</p>}
      {settings && <EngineChoices checks={checks} settings={settings} />}
      <Models shelf={shelf} />
      <div class="sheet-doings">
        <button
          class="button"
          onClick={() => void attempt(() => ask('app_open', { link: 'models_folder' }))}
        >
          <Icon name="folder" />
          Models folder
        </button>
        <button class="button" onClick={again}>
          <Icon name="retry" />
          Check again
        </button>
      </div>
      {others.length > 0 && <Others checks={others} />}
    </div>
  );
}

/** Open where something is wrong: what is well need not be read. */
function Others({ checks }: { checks: readonly Check[] }) {
  const wrong = checks.filter(({ ok }) => !ok).length;
  return (
    <details class="others" open={wrong > 0}>
      <summary>
        <Icon name="down" />
        <span>Everything else</span>
        <small>{wrong === 0 ? 'is well' : `${wrong} of ${checks.length} need something`}</small>
      </summary>
      <CheckList checks={checks} />
    </details>
  );
}
