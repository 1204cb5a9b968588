import type { ListedModel } from '../../protocol/model.ts';
import { Icon } from '../parts/icon.tsx';
import { DownloadBar } from './download-bar.tsx';
import { megabytes } from './megabytes.ts';
import { recommended } from './recommended.ts';
import type { ModelShelf } from './use-models.ts';

/** What to do first where no model is: one click that fetches one. */
export function ModelOffer({ shelf }: { shelf: ModelShelf }) {
  const models = recommended(shelf.models);
  if (models.length === 0) return null;
  return (
    <ul class="offers">
      {models.map((model, index) => (
        <Offer key={model.name} model={model} shelf={shelf} isBest={index === 0} />
      ))}
    </ul>
  );
}

function Offer({
  model,
  shelf: { progressOf, outcomeOf, work },
  isBest,
}: {
  model: ListedModel;
  shelf: ModelShelf;
  isBest: boolean;
}) {
  const { name, title } = model;
  const progress = progressOf(model);
  const outcome = outcomeOf(name);
  return (
    <li class="offer">
      <div class="model-words">
        <b>
          {title} {isBest && <span class="badge">Recommended</span>}
        </b>
        <span>{meritsOf(model, isBest)}</span>
        {progress && <DownloadBar title={title} progress={progress} />}
        {outcome && (
          <span class={outcome.isGood ? 'model-said is-good' : 'model-said is-bad'} role="status">
            {outcome.text}
          </span>
        )}
      </div>
      {progress ? (
        <button class="button" aria-label={`Cancel: ${title}`} onClick={() => work(name, 'cancel')}>
          Cancel
        </button>
      ) : (
        <button
          class={isBest ? 'button is-main' : 'button'}
          aria-label={`Download: ${title}`}
          onClick={() => work(name, 'download')}
        >
          <Icon name="export" />
          Download
        </button>
      )}
    </li>
  );
}

function meritsOf({ size_bytes: size, languages }: ListedModel, isBest: boolean): string {
  const spoken =
    languages.length === 1 ? languageName(languages[0]) : `${languages.length} languages`;
  return [
    size === null ? '' : megabytes(size),
    languages.length === 0 ? '' : spoken,
    isBest ? '' : 'the smallest',
  ]
    .filter((merit) => merit !== '')
    .join(' · ');
}

function languageName(code = ''): string {
  return new Intl.DisplayNames(['en'], { type: 'language' }).of(code) ?? code;
}
