import type { ListedModel } from '../../protocol/model.ts';

/** What a model does that does not turn speech into text, by its kind. */
export const helperKinds: Readonly<Record<string, string>> = {
  vad: 'tells speech from silence',
  punctuation: 'adds punctuation',
};

/**
 * What to download first where nothing is: the first of the catalogue, which is its best, and the
 * smallest beside it. Empty once a model that turns speech into text is installed.
 */
export function recommended(models: readonly ListedModel[]): readonly ListedModel[] {
  const hearing = models.filter(({ kind }) => !Object.hasOwn(helperKinds, kind ?? ''));
  if (hearing.some(({ installed, problem }) => installed && problem === null)) return [];
  const [best, ...others] = hearing.filter(({ installed }) => !installed);
  if (best === undefined) return [];
  const [smallest] = others.toSorted((one, other) => sizeOf(one) - sizeOf(other));
  return smallest && sizeOf(smallest) < sizeOf(best) ? [best, smallest] : [best];
}

function sizeOf({ size_bytes: size }: ListedModel): number {
  return size ?? Infinity;
}
