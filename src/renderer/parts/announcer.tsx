import { useApp } from '../app-context.ts';
import { usePart } from '../cell.ts';
import { phaseOf, type View } from '../store.ts';

/** Says changes of the state to who cannot see them: one short sentence each, and no more. */
export function Announcer() {
  const { view } = useApp();
  const sentence = usePart(view, sentenceOf);
  return (
    <p class="unseen" role="status">
      {sentence}
    </p>
  );
}

function sentenceOf(view: View): string {
  const phase = phaseOf(view);
  switch (phase) {
    case 'recording':
      return view.status?.session?.silent ? 'Recording, but nothing is heard.' : 'Recording.';
    case 'held':
      return 'On hold.';
    case 'transcribing':
      return 'Transcribing.';
    case 'paused':
      return 'Listening is paused.';
    case 'gone':
      return 'whis has ended.';
    case 'connecting':
      return '';
    case 'idle':
      switch (view.ending?.kind) {
        case 'done':
          return 'The text is there.';
        case 'failed':
          return 'The dictation failed.';
        case 'cancelled':
          return 'Cancelled.';
        case undefined:
          return '';
      }
  }
}
