import { useEffect, useRef } from 'preact/hooks';

import { useApp } from '../app-context.ts';
import { usePart } from '../cell.ts';
import { ModelOffer } from '../engines/model-offer.tsx';
import { recommended } from '../engines/recommended.ts';
import { useModels } from '../engines/use-models.ts';
import { Icon } from '../parts/icon.tsx';
import { briefOf } from '../refusal.ts';
import { reduce } from '../store.ts';
import { Stage } from '../stage/stage.tsx';

/** Proves that speech becomes text: with a real dictation. */
export function DictationStep({ onProven }: { onProven: () => void }) {
  const { view } = useApp();
  const ending = usePart(view, (now) => now.ending);
  const status = usePart(view, (now) => now.status);
  const before = useRef(ending);
  const text = ending !== before.current && ending?.kind === 'done' ? ending.text : '';
  const failure = ending !== before.current && ending?.kind === 'failed' ? ending.message : null;
  useEffect(() => {
    if (text !== '') onProven();
  }, [text]);
  return (
    <>
      <h2 id="step-title">Dictate something</h2>
      {status?.engine_error ? (
        <Missing reason={briefOf(status.engine_error.message)} />
      ) : (
        <p>Begin, say a sentence, and stop. The text lands on your clipboard.</p>
      )}
      <Stage isInside />
      {failure !== null && (
        <div class="notice is-bad" role="alert">
          <Icon name="warning" />
          <p>{failure}</p>
        </div>
      )}
      {text !== '' && (
        <p class="verdict is-good" role="status">
          <Icon name="check" />
          It works. Paste it anywhere.
        </p>
      )}
      <p class="step-why">
        You may skip this: without an engine the audio of each dictation is kept, and becomes text
        once there is one.
      </p>
    </>
  );
}

/** What to do first where nothing turns speech into text, or what should do it is broken. */
function Missing({ reason }: { reason: string }) {
  const { ask, attempt, view, page } = useApp();
  const hasEngine = usePart(view, ({ status }) => status !== null && status.engine !== null);
  const shelf = useModels(
    () =>
      void attempt(async () => {
        const status = await ask('status', {});
        view.set(reduce(view.value, { type: 'snapshot', status }));
      }),
  );
  return (
    <>
      <p>
        {!hasEngine && recommended(shelf.models).length > 0
          ? 'Nothing turns speech into text here yet. Begin with a model: what you say then stays on this machine.'
          : reason}
      </p>
      <ModelOffer shelf={shelf} />
      <p class="step-why">
        A program of your own or a service does it, too.{' '}
        <button class="button is-plain" onClick={() => page.set('engines')}>
          All engines
        </button>
      </p>
    </>
  );
}
