import type { Settings } from '../../protocol/settings.ts';
import { useApp } from '../app-context.ts';
import { usePart } from '../cell.ts';
import { Icon } from '../parts/icon.tsx';
import { briefOf } from '../refusal.ts';
import { engineNames, nameOfEngine, services } from './engine-names.ts';
import { ModelOffer } from './model-offer.tsx';
import { recommended } from './recommended.ts';
import type { ModelShelf } from './use-models.ts';

/** What transcribes the next dictation, and whether its audio leaves the machine; else why nothing does. */
export function NextEngine({
  shelf,
  choice,
}: {
  shelf: ModelShelf;
  /** What the settings say; null until they are read. */
  choice: Settings['engine'] | null;
}) {
  const { view, seek } = useApp();
  const status = usePart(view, (now) => now.status);
  if (status === null) return null;
  const { engine, model, audio_leaves_machine: leaves, engine_error: error } = status;
  if (engine === null) {
    const isOpen = choice === null || choice === 'auto' || choice === 'local';
    const hasOffer = isOpen && recommended(shelf.models).length > 0;
    return (
      <section class="next-engine is-missing" aria-labelledby="next-engine">
        <Icon name="warning" />
        <div>
          <h2 id="next-engine">Nothing turns speech into text yet</h2>
          {!hasOffer && error && <p>{briefOf(error.message)}</p>}
          <p>
            {hasOffer && 'Begin with a model: what you say then stays on this machine. '}
            You can dictate all the same: the audio is kept until there is an engine.
          </p>
          {isOpen ? (
            <ModelOffer shelf={shelf} />
          ) : (
            <button class="button is-main" onClick={() => seek(engineNames[choice])}>
              Set up {engineNames[choice]}
            </button>
          )}
        </div>
      </section>
    );
  }
  const isService = services.some((name) => name === engine);
  const title = shelf.models.find(({ name }) => name === model)?.title ?? model;
  if (error)
    return (
      <section class="next-engine is-missing" aria-labelledby="next-engine">
        <Icon name="warning" />
        <div>
          <h2 id="next-engine">{title ?? nameOfEngine(engine)} is broken</h2>
          <p>{briefOf(error.message)}</p>
          <p>The next dictation tries it once more, and its audio is kept.</p>
          <ModelOffer shelf={shelf} />
        </div>
      </section>
    );
  return (
    <section class={leaves ? 'next-engine is-away' : 'next-engine'} aria-labelledby="next-engine">
      <Icon name={leaves ? 'cloud' : 'lock'} />
      <div>
        <h2 id="next-engine">
          {leaves ? 'Audio leaves this machine' : 'Audio stays on this machine'}
        </h2>
        <p>
          The next dictation is transcribed by {isService && <b>{nameOfEngine(engine)}</b>}
          {isService && title !== null && ' with '}
          {title !== null && <b>{title}</b>}.
        </p>
      </div>
    </section>
  );
}
