import { useState } from 'preact/hooks';

import { useApp } from '../app-context.ts';
import { Icon } from '../parts/icon.tsx';
import { DictationStep } from './dictation-step.tsx';
import { MicrophoneStep } from './microphone-step.tsx';
import { ShortcutStep } from './shortcut-step.tsx';

/** How a step came out; null while it is still open. */
export type Proof = 'proven' | 'skipped' | null;

const titles = ['Microphone', 'Shortcut', 'First dictation'] as const;

/** The first minutes: three steps that prove by doing that whis can hear, be called, and write. */
export function FirstRunPage() {
  const { ask, attempt, info, page } = useApp();
  const [step, setStep] = useState(0);
  const [proofs, setProofs] = useState<readonly Proof[]>([null, null, null]);
  const settle = (proof: Proof) => setProofs(proofs.with(step, proof));
  const finish = async () => {
    await attempt(() => ask('app_set_up', {}));
    if (info.value) info.set({ ...info.value, is_set_up: true });
    page.set('history');
  };
  const next = (proof: Proof) => {
    settle(proof);
    if (step === titles.length - 1) void finish();
    else setStep(step + 1);
  };
  const isProven = proofs[step] === 'proven';
  const isLast = step === titles.length - 1;
  const prove = () => settle('proven');
  return (
    <div class="first-run">
      <header>
        <img src="icon.png" alt="" width="52" height="52" />
        <h1>Welcome to whis</h1>
        <p>Your voice, piped to your clipboard. Three short steps show that it works here.</p>
      </header>
      <ol class="steps">
        {titles.map((title, index) => (
          <li key={title} aria-current={index === step ? 'step' : undefined}>
            <span class={`step-mark is-${proofs[index] ?? 'open'}`}>
              {proofs[index] === 'proven' ? <Icon name="check" /> : index + 1}
            </span>
            <span class="step-title">{title}</span>
          </li>
        ))}
      </ol>
      <section class="step" aria-labelledby="step-title">
        {step === 0 && <MicrophoneStep onProven={prove} />}
        {step === 1 && <ShortcutStep onProven={prove} />}
        {step === 2 && <DictationStep onProven={prove} />}
      </section>
      <footer class="first-run-foot">
        {step > 0 && (
          <button class="button is-plain" onClick={() => setStep(step - 1)}>
            <Icon name="back" />
            Back
          </button>
        )}
        <span class="space" />
        {!isProven && (
          <button class="button" onClick={() => next('skipped')}>
            {isLast ? 'Finish without' : 'Skip for now'}
          </button>
        )}
        <button class="button is-main" disabled={!isProven} onClick={() => next('proven')}>
          {isLast ? 'Begin' : 'Continue'}
        </button>
      </footer>
    </div>
  );
}
