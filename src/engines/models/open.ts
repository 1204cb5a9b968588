import { readFileSync } from 'node:fs';

import shipped from '../../../assets/models.json' with { type: 'json' };
import type { Programs, SpawnModule } from '../../core/ports.ts';
import { ModelsFolder } from '../local/models.ts';
import { readCatalogue, type CatalogueModel } from './catalogue.ts';
import { usualPatience, type Patience } from './downloads.ts';
import { ModelLibrary } from './library.ts';

/**
 * Opens the models folder with the catalogue that whis ships, or that of the file which
 * `WHIS_MODEL_CATALOGUE` names: a mirror's, a company's own.
 */
export function openModels(options: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly modelsFolder: string;
  readonly programs: Programs;
  readonly spawnModule: SpawnModule;
  /** Keeps other processes from the same folder; null when one of them downloads. */
  readonly takeTurn: () => { close(): void } | null;
  readonly patience?: Patience;
}): ModelLibrary {
  const { env, modelsFolder, patience = usualPatience, ...rest } = options;
  const own = env['WHIS_MODEL_CATALOGUE'] || null;
  let read: readonly CatalogueModel[] | null = null;
  const catalogue = () => (read ??= readCatalogue(own === null ? shipped : parse(own)));
  return new ModelLibrary({
    ...rest,
    env,
    models: new ModelsFolder(modelsFolder),
    catalogue,
    patience,
  });
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(
      `The catalogue that WHIS_MODEL_CATALOGUE names cannot be read: ${(error as Error).message}`,
      { cause: error },
    );
  }
}
