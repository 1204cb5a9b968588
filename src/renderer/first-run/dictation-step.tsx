import { useEffect, useRef } from 'preact/hooks';

import { useApp } from '../app-context.ts';
import { usePart } from '../cell.ts';
import { Icon } from '../parts/icon.tsx';
import { Stage } from '../stage/stage.tsx';

/** Proves that speech becomes text: with a real dictation. */
export function DictationStep({ onProven }: { onProven: () => void }) {
  const { view, page } = useApp();
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
      <p>Begin, say a sentence, and stop. The text lands on your clipboard.</p>
      <Stage isInside />
      {status?.engine_error && (
        <div class="notice">
          <Icon name="warning" />
          <p>{status.engine_error.message}</p>
          <button class="button" onClick={() => page.set('engines')}>
            Engines
          </button>
        </div>
      )}
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
