import type { Missing } from '../way.ts';
import { trades } from './kinds.ts';
import type { Manifest } from './manifest.ts';
import type { ModelsFolder } from './models.ts';
import { understands, understandsAll, type Speech } from './spoken.ts';

/** Models that help a recogniser, where they are installed. */
export interface Helpers {
  /** Tells speech from silence; only for models that hear whole recordings. */
  readonly vad: Manifest | null;
  /** Writes punctuation; only for models that write none, of languages that it knows. */
  readonly punctuation: Manifest | null;
}

/** The newest helpers that are of use to a recogniser. */
export function findHelpers(models: ModelsFolder, recogniser: Manifest): Helpers {
  const usable = models.list().flatMap((model) => ('manifest' in model ? [model.manifest] : []));
  const { isStreaming } = trades[recogniser.kind];
  const vad = isStreaming ? undefined : usable.find(({ kind }) => kind === 'vad');
  const punctuation = recogniser.punctuates
    ? undefined
    : usable.find(
        ({ kind, languages }) =>
          kind === 'punctuation' && recogniser.languages.every((code) => languages.includes(code)),
      );
  return { vad: vad ?? null, punctuation: punctuation ?? null };
}

/**
 * The model of this name; without a name the newest one that understands what is spoken, or where none
 * does the newest one. A model that only helps is none.
 */
export function findModel(
  models: ModelsFolder,
  name: string | null,
  speech: Speech = { language: null, languages: [] },
): Manifest | Missing {
  const isNamed = name !== null;
  const installed = models.list();
  const usable = installed
    .flatMap((model) => ('manifest' in model ? [model.manifest] : []))
    .filter(({ kind }) => trades[kind].isRecogniser);
  const isMeant = (model: { readonly name: string }) => name === null || model.name === name;
  const meant = usable.filter(isMeant);
  const manifest =
    meant.find((model) => understandsAll(model, speech)) ??
    meant.find((model) => understands(model, speech)) ??
    meant[0];
  if (manifest) return manifest;
  const broken = installed.find((model) => 'problem' in model && isMeant(model));
  if (broken && 'problem' in broken)
    return {
      missing: `The local model “${broken.name}” cannot be used: ${broken.problem}`,
      fix: `Mend it, or install it again: whis model download ${broken.name}`,
      isNamed,
    };
  if (name === null)
    return {
      missing: `No local model is installed in ${models.path}.`,
      fix: `whis model download parakeet-tdt-0.6b-v3 (whis model list has others), or put a model's folder, with a manifest.json, into ${models.path}.`,
      isNamed,
    };
  const names = usable.map((model) => model.name).join(', ');
  return {
    missing: installed.some(isMeant)
      ? `The local model “${name}” only helps others: it turns no audio into text.`
      : `There is no local model “${name}” in ${models.path}.`,
    fix: names === '' ? 'No other is installed.' : `Installed: ${names}.`,
    isNamed,
  };
}
