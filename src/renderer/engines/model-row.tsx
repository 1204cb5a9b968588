import type { ListedModel } from '../../protocol/model.ts';
import { DownloadBar } from './download-bar.tsx';
import { megabytes } from './megabytes.ts';
import { helperKinds } from './recommended.ts';
import type { ModelDoing, Outcome, Progress } from './use-models.ts';

const fewLanguages = 5;

/** A model: what it is, how far its download is, and what can be done with it. */
export function ModelRow({
  model,
  isRecommended,
  progress,
  outcome,
  onDoing,
}: {
  model: ListedModel;
  isRecommended: boolean;
  /** Null when no download goes on. */
  progress: Progress | null;
  outcome: Outcome | null;
  onDoing: (doing: ModelDoing) => void;
}) {
  const { title, installed, in_use: isInUse, problem } = model;
  const said = outcome ?? (problem === null ? null : { isGood: false, text: problem });
  return (
    <li class={isInUse ? 'model is-used' : 'model'}>
      <div class="model-words">
        <b>
          {title} {isRecommended && <span class="badge">Recommended</span>}
          {installed && isInUse && <span class="badge is-good">In use</span>}
        </b>
        <span>{factsOf(model)}</span>
        {progress && <DownloadBar title={title} progress={progress} />}
        {said && (
          <span class={said.isGood ? 'model-said is-good' : 'model-said is-bad'} role="status">
            {said.text}
          </span>
        )}
      </div>
      <div class="model-doings">
        {doingsOf(model, progress !== null).map(([doing, label]) => (
          <button
            key={doing}
            class={doing === 'download' ? 'button' : 'button is-plain'}
            aria-label={`${label}: ${title}`}
            onClick={() => onDoing(doing)}
          >
            {label}
          </button>
        ))}
      </div>
    </li>
  );
}

function factsOf({ size_bytes: size, languages, license, kind, name, title }: ListedModel): string {
  const what = kind === null ? undefined : helperKinds[kind];
  const spoken =
    languages.length > fewLanguages ? `${languages.length} languages` : languages.join(', ');
  return [
    size === null ? '' : megabytes(size),
    what ?? spoken,
    license ?? '',
    name === title ? '' : name,
  ]
    .filter((fact) => fact !== '')
    .join(' · ');
}

function doingsOf(
  { installed, in_use: isInUse, problem, kind }: ListedModel,
  isComing: boolean,
): readonly (readonly [ModelDoing, string])[] {
  if (isComing) return [['cancel', 'Cancel']];
  if (!installed) return [['download', 'Download']];
  const canBeUsed = !isInUse && problem === null && !Object.hasOwn(helperKinds, kind ?? '');
  return [
    ...(canBeUsed ? ([['use', 'Use']] as const) : []),
    ['verify', 'Verify'],
    ['remove', 'Remove'],
  ];
}
