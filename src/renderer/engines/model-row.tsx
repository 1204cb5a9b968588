import type { EventData } from '../../protocol/events.ts';
import type { ListedModel } from '../../protocol/requests.ts';
import { DownloadBar } from './download-bar.tsx';
import { megabytes } from './rate.ts';

/** What a person can have done with a model. */
export type ModelDoing = 'download' | 'cancel' | 'use' | 'verify' | 'remove';

/** What became of the last of it. */
export interface Outcome {
  readonly isGood: boolean;
  readonly text: string;
}

const kinds: Readonly<Record<string, string>> = {
  vad: 'tells speech from silence',
  punctuation: 'adds punctuation',
};

const fewLanguages = 5;

/** A model: what it is, how far its download is, and what can be done with it. */
export function ModelRow({
  model,
  progress,
  outcome,
  onDoing,
}: {
  model: ListedModel;
  /** Null when no download goes on. */
  progress: Pick<EventData['model_progress'], 'stage' | 'received_bytes' | 'total_bytes'> | null;
  outcome: Outcome | null;
  onDoing: (doing: ModelDoing) => void;
}) {
  const { title, installed, in_use: isInUse, problem } = model;
  const said = outcome ?? (problem === null ? null : { isGood: false, text: problem });
  return (
    <li class={isInUse ? 'model is-used' : 'model'}>
      <div class="model-words">
        <b>{title}</b>
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
        {installed && isInUse && <span class="model-used">In use</span>}
      </div>
    </li>
  );
}

function factsOf({ size_bytes: size, languages, license, kind, name, title }: ListedModel): string {
  const what = kind === null ? undefined : kinds[kind];
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
  const canBeUsed = !isInUse && problem === null && !Object.hasOwn(kinds, kind ?? '');
  return [
    ...(canBeUsed ? ([['use', 'Use']] as const) : []),
    ['verify', 'Verify'],
    ['remove', 'Remove'],
  ];
}
