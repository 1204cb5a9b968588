import { useEffect, useRef } from 'preact/hooks';

import { useApp } from '../app-context.ts';
import { useCell, usePart } from '../cell.ts';
import { Icon } from '../parts/icon.tsx';
import { Keys } from '../parts/keys.tsx';

/** Proves that the shortcut is heard: it asks for one press. */
export function ShortcutStep({ onProven }: { onProven: () => void }) {
  const { ask, view, info, seek } = useApp();
  const hotkey = usePart(view, ({ status }) => status?.hotkey ?? null);
  const platform = useCell(info)?.platform ?? '';
  const lastAtStart = useRef(hotkey?.last_event_at ?? null);
  const isHeard = hotkey !== null && hotkey.last_event_at !== lastAtStart.current;

  useEffect(() => {
    if (!isHeard) return;
    onProven();
    // The press began a dictation that nobody wants; refused when there is none.
    ask('cancel_session', {}).catch(() => null);
  }, [isHeard]);

  return (
    <>
      <h2 id="step-title">Press the shortcut</h2>
      {hotkey?.armed && hotkey.accelerator !== null ? (
        <>
          <p>It works in every program: press to begin, press again to end.</p>
          <p class="step-keys">
            <Keys accelerator={hotkey.accelerator} platform={platform} />
          </p>
          <p class={isHeard ? 'verdict is-good' : 'verdict'} role="status">
            {isHeard && <Icon name="check" />}
            {isHeard ? 'It was heard.' : 'Waiting for the keys…'}
          </p>
        </>
      ) : (
        <div class="notice">
          <Icon name="warning" />
          <p>The shortcut is not heard: {hotkey?.reason ?? 'no shortcut is set'}</p>
        </div>
      )}
      <p class="step-why">
        You may skip this: the tray icon, the button in this window and the command{' '}
        <code>whis toggle</code> do the same.{' '}
        <button class="button is-plain" onClick={() => seek('Shortcut')}>
          Choose other keys
        </button>
      </p>
    </>
  );
}
