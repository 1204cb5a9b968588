import { useApp } from '../app-context.ts';
import { useCell, usePart } from '../cell.ts';
import { Icon } from '../parts/icon.tsx';
import { Keys } from '../parts/keys.tsx';
import { phaseOf, type Phase, type View } from '../store.ts';
import { clockOf } from '../time.ts';
import { doingsIn } from './doings.ts';
import { Wave } from './wave.tsx';

const titles: Readonly<Record<Phase, string>> = {
  connecting: 'Starting…',
  idle: 'Ready',
  recording: 'Recording',
  held: 'On hold',
  transcribing: 'Transcribing…',
  paused: 'Listening is paused',
  gone: 'whis has ended',
};

/** What whis is doing now, and what can be done about it; `isInside`: as a part of another page. */
export function Stage({ isInside = false }: { isInside?: boolean }) {
  const app = useApp();
  const phase = usePart(app.view, phaseOf);
  const { main, others } = doingsIn(phase, app);
  const isCapturing = phase === 'recording' || phase === 'held';
  return (
    <section class={`stage is-${phase}`} aria-labelledby="stage-title">
      <button
        class="record"
        aria-label={main?.label ?? titles[phase]}
        title={main?.label}
        disabled={main === null}
        onClick={main?.run}
      >
        <span class="record-ring" aria-hidden="true" />
        <Icon name={main?.icon ?? 'mic'} />
      </button>
      <div class="stage-words">
        {isInside ? (
          <h3 id="stage-title">{titles[phase]}</h3>
        ) : (
          <h1 id="stage-title">{titles[phase]}</h1>
        )}
        {isCapturing ? <Elapsed /> : <Hint phase={phase} />}
      </div>
      {isCapturing && <Wave of="dictation" />}
      <div class="stage-others">
        {others.map(({ label, hint, icon, run }) => (
          <button key={label} class="button" title={hint} onClick={run}>
            <Icon name={icon} />
            <span>{label}</span>
          </button>
        ))}
      </div>
      <LiveText />
    </section>
  );
}

function Elapsed() {
  const { view } = useApp();
  const clock = usePart(view, ({ status }) => clockOf(status?.session?.elapsed_ms ?? 0));
  return (
    <p class="elapsed" role="timer" aria-label="Length so far">
      {clock}
    </p>
  );
}

function Hint({ phase }: { phase: Phase }) {
  const { view, info } = useApp();
  const status = usePart(view, (now) => now.status);
  const platform = useCell(info)?.platform ?? '';
  switch (phase) {
    case 'idle':
      return status?.hotkey.armed && status.hotkey.accelerator !== null ? (
        <p class="hint">
          Press <Keys accelerator={status.hotkey.accelerator} platform={platform} />
          <span class="hint-more"> and speak</span>
        </p>
      ) : (
        <p class="hint">Click the button and speak.</p>
      );
    case 'transcribing':
      return (
        <p class="hint">
          {status && status.queue.length > 1
            ? `${status.queue.length} dictations wait`
            : engineOf(view.value)}
        </p>
      );
    case 'paused':
      return <p class="hint">The shortcut does nothing until you resume.</p>;
    case 'gone':
      return <p class="hint">Start it again to dictate.</p>;
    case 'connecting':
    case 'recording':
    case 'held':
      return null;
  }
}

function LiveText() {
  const { view } = useApp();
  const text = usePart(view, (now) => now.liveText);
  const ending = usePart(view, (now) => now.ending);
  const phase = usePart(view, phaseOf);
  if (text !== '') {
    return (
      <p class="live-text" dir="auto">
        <span>{text}</span>
      </p>
    );
  }
  if (phase !== 'idle' || ending?.kind !== 'done') return null;
  return (
    <p class="live-text is-done" dir="auto">
      <Icon name="check" />
      {ending.text === '' ? 'Nothing was said.' : ending.text}
    </p>
  );
}

function engineOf({ status }: View): string {
  return status?.engine ? `${status.engine}, ${status.model ?? ''}` : '';
}
