import { useEffect, useRef } from 'preact/hooks';

import { usePart, type Cell } from '../cell.ts';
import type { Level } from '../level.ts';
import { Icon } from '../parts/icon.tsx';
import type { Ask } from '../refusal.ts';
import { phaseOf, type View } from '../store.ts';
import { clockOf } from '../time.ts';

/** How much each bar takes of the loudness: the middle one most. */
const shares = [0.5, 0.8, 1, 0.7, 0.45];

/** A dictation in a few square centimetres: that it records, how loud, how long, what was heard. */
export function Pill({
  view,
  level,
  ask,
}: {
  view: Cell<View>;
  level: Cell<Level | null>;
  ask: Ask;
}) {
  const phase = usePart(view, phaseOf);
  const clock = usePart(view, ({ status }) => clockOf(status?.session?.elapsed_ms ?? 0));
  const text = usePart(view, wordsOf);
  if (phase !== 'recording' && phase !== 'held') return null;
  const cancel = () => void ask('cancel_session', {}).catch(() => null);
  return (
    <div class={`pill is-${phase}`} role="group" aria-label="Recording">
      <Bars level={level} />
      <span class="pill-time">{phase === 'held' ? 'On hold' : clock}</span>
      <span class="pill-text" dir="auto">
        <span>{text}</span>
      </span>
      <button aria-label="Cancel the dictation" title="Cancel" onClick={cancel}>
        <Icon name="close" />
      </button>
    </div>
  );
}

function Bars({ level }: { level: Cell<Level | null> }) {
  const bars = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      level.subscribe((heard) => {
        bars.current?.style.setProperty('--loudness', String(heard?.loudness ?? 0));
      }),
    [level],
  );
  return (
    <span class="pill-bars" ref={bars} aria-hidden="true">
      {shares.map((share, index) => (
        <i key={index} style={{ '--share': String(share) }} />
      ))}
    </span>
  );
}

function wordsOf({ status, secondsLeft, liveText }: View): string {
  if (status?.session?.silent) return 'No sound comes from the microphone';
  if (secondsLeft !== null) return `Ends in ${secondsLeft} s`;
  return liveText;
}
