import type { Missing } from '../way.ts';
import type { Manifest } from './manifest.ts';
import type { ModelsFolder } from './models.ts';

/**
 * The model of this name, or without a name the newest one that can be used. `isNamed` is told on
 * when it is missing.
 */
export function findModel(
  models: ModelsFolder,
  { name, isNamed }: { readonly name: string | null; readonly isNamed: boolean },
): Manifest | Missing {
  const installed = models.list();
  const usable = installed.flatMap((model) => ('manifest' in model ? [model.manifest] : []));
  const manifest = usable.find((model) => name === null || model.name === name);
  if (manifest) return manifest;
  const broken = installed.find((model) => name === null || model.name === name);
  if (broken && 'problem' in broken)
    return {
      missing: `The local model “${broken.name}” cannot be used: ${broken.problem}`,
      fix: 'Mend it, or install it again.',
      isNamed,
    };
  if (name === null)
    return {
      missing: `No local model is installed in ${models.path}.`,
      fix: `Put a model's folder, with a manifest.json, into ${models.path}.`,
      isNamed,
    };
  const names = usable.map((model) => model.name).join(', ');
  return {
    missing: `There is no local model “${name}” in ${models.path}.`,
    fix: names === '' ? 'No other is installed.' : `Installed: ${names}.`,
    isNamed,
  };
}
