import { useState } from 'preact/hooks';

import type { MicrophoneVerdict } from '../../protocol/microphone.ts';
import { useApp } from '../app-context.ts';
import { Icon } from '../parts/icon.tsx';
import { sentenceOf } from '../refusal.ts';
import { Wave } from '../stage/wave.tsx';

const testSeconds = 5;

/** Below this somebody who speaks is hardly heard. */
const faintDbfs = -45;

/** Listens to a microphone for some seconds, shows how loud it is, and says what came of it. */
export function MicrophoneTest({
  name,
  onHeard,
}: {
  /** Null is the one of the settings. */
  name: string | null;
  onHeard?: (isLoud: boolean) => void;
}) {
  const { ask } = useApp();
  const [isListening, listen] = useState(false);
  const [outcome, setOutcome] = useState<{ sentence: string; isGood: boolean } | null>(null);
  const test = async () => {
    listen(true);
    setOutcome(null);
    try {
      const verdict = await ask('test_microphone', {
        seconds: testSeconds,
        ...(name === null ? {} : { name }),
      });
      const isLoud = !verdict.silent && verdict.peak_dbfs >= faintDbfs;
      setOutcome({ sentence: sentenceFor(verdict), isGood: isLoud });
      onHeard?.(isLoud);
    } catch (thrown) {
      setOutcome({ sentence: sentenceOf(thrown), isGood: false });
      onHeard?.(false);
    } finally {
      listen(false);
    }
  };
  return (
    <div class="microphone-test">
      <button class="button" disabled={isListening} onClick={() => void test()}>
        <Icon name="mic" />
        {isListening ? 'Speak now…' : 'Test'}
      </button>
      {isListening && <Wave of="test" />}
      <p role="status" class={outcome?.isGood ? 'verdict is-good' : 'verdict'}>
        {outcome && (
          <>
            <Icon name={outcome.isGood ? 'check' : 'warning'} />
            {outcome.sentence}
          </>
        )}
      </p>
    </div>
  );
}

function sentenceFor({ silent, peak_dbfs: peak }: MicrophoneVerdict): string {
  if (silent) return 'Nothing but silence came. Is it muted, or the wrong one?';
  if (peak < faintDbfs)
    return `You were hardly heard (${Math.round(peak)} dB). Come nearer, or turn it up.`;
  return `You were heard well (${Math.round(peak)} dB).`;
}
