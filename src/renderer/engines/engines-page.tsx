import { useEffect, useState } from 'preact/hooks';

import type { Check } from '../../protocol/requests.ts';
import type { Settings } from '../../protocol/settings.ts';
import { useApp } from '../app-context.ts';
import { usePart } from '../cell.ts';
import { Icon } from '../parts/icon.tsx';
import { sentenceOf } from '../refusal.ts';
import { CheckList } from './check-list.tsx';
import { EngineChoices } from './engine-choices.tsx';
import { Models } from './models.tsx';

interface Report {
  readonly checks: readonly Check[];
  readonly settings: Settings;
}

/** What turns speech into text, whether the speech leaves the machine, and what to do where nothing does. */
export function EnginesPage() {
  const { ask, attempt, view, page } = useApp();
  const changes = usePart(view, ({ settingsChanges }) => settingsChanges);
  const [report, setReport] = useState<Report | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [turn, again] = useState(0);
  useEffect(() => {
    let isWanted = true;
    const read = async () => {
      const [{ checks }, { settings }] = await Promise.all([
        ask('doctor', {}),
        ask('get_settings', {}),
      ]);
      if (isWanted) setReport({ checks, settings });
    };
    read().catch((thrown: unknown) => isWanted && setProblem(sentenceOf(thrown)));
    return () => {
      isWanted = false;
    };
  }, [ask, changes, turn]);
  const others = report?.checks.filter(({ name }) => !/^(engine|service)\b/.test(name)) ?? [];
  return (
    <div class="sheet">
      <h1>Engines</h1>
      <NextEngine />
      {problem !== null && <p class="field-error">{problem}</p>}
      {report && <EngineChoices checks={report.checks} settings={report.settings} />}
      <div class="sheet-doings">
        <button
          class="button"
          onClick={() => void attempt(() => ask('app_open', { link: 'models_folder' }))}
        >
          <Icon name="folder" />
          Models folder
        </button>
        <button class="button" onClick={() => page.set('settings')}>
          <Icon name="settings" />
          Keys and addresses
        </button>
        <button class="button" onClick={() => again(turn + 1)}>
          <Icon name="retry" />
          Check again
        </button>
      </div>
      <Models onChange={() => again((before) => before + 1)} />
      {others.length > 0 && (
        <section class="group" aria-labelledby="checks-title">
          <h2 id="checks-title">Everything else</h2>
          <CheckList checks={others} />
        </section>
      )}
    </div>
  );
}

function NextEngine() {
  const { view } = useApp();
  const status = usePart(view, (now) => now.status);
  if (status === null) return null;
  if (status.engine === null) {
    return (
      <div class="next-engine is-missing">
        <Icon name="warning" />
        <div>
          <h2>Nothing turns speech into text yet</h2>
          <p>{status.engine_error?.message}</p>
          <p>You can dictate all the same: the audio is kept until there is an engine.</p>
        </div>
      </div>
    );
  }
  const isAway = status.audio_leaves_machine === true;
  return (
    <div class={isAway ? 'next-engine is-away' : 'next-engine'}>
      <Icon name={isAway ? 'cloud' : 'lock'} />
      <div>
        <h2>{isAway ? 'Audio leaves this machine' : 'Audio stays on this machine'}</h2>
        <p>
          The next dictation is transcribed by <b>{status.engine}</b>
          {status.model !== null && (
            <>
              {' with '}
              <b>{status.model}</b>
            </>
          )}
          .
        </p>
      </div>
    </div>
  );
}
