import type { AppContext } from '../app-context.ts';
import type { IconName } from '../parts/icon.tsx';
import type { Phase } from '../store.ts';

/** Something that a person can do about a dictation. */
export interface Doing {
  readonly label: string;
  /** More than the label has room for. */
  readonly hint?: string;
  readonly icon: IconName;
  readonly run: () => void;
}

/** What can be done in a phase: first what the big button does, then the rest. */
export function doingsIn(
  phase: Phase,
  { ask, attempt }: Pick<AppContext, 'ask' | 'attempt'>,
): { readonly main: Doing | null; readonly others: readonly Doing[] } {
  const run = (work: () => Promise<unknown>) => () => void attempt(work);
  const start: Doing = {
    label: 'Start dictation',
    icon: 'mic',
    run: run(() => ask('start_session', {})),
  };
  const stop: Doing = { label: 'Stop', icon: 'stop', run: run(() => ask('stop_session', {})) };
  const cancel: Doing = {
    label: 'Cancel',
    icon: 'close',
    run: run(() => ask('cancel_session', {})),
  };
  const resume = (label: string): Doing => ({
    label,
    icon: 'play',
    run: run(() => ask('resume', {})),
  });
  const pause = (label: string, hint: string): Doing => ({
    label,
    hint,
    icon: 'pause',
    run: run(() => ask('pause', {})),
  });
  switch (phase) {
    case 'idle':
      return {
        main: start,
        others: [pause('Pause', 'Pause listening: the shortcut does nothing')],
      };
    case 'recording':
      return { main: stop, others: [pause('Hold', 'Close the microphone for a while'), cancel] };
    case 'held':
      return { main: stop, others: [resume('Resume'), cancel] };
    case 'transcribing':
      return { main: { ...start, label: 'Start another dictation' }, others: [cancel] };
    case 'paused':
      return { main: resume('Resume listening'), others: [] };
    case 'connecting':
    case 'gone':
      return { main: null, others: [] };
  }
}
