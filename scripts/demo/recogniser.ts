import { homedir } from 'node:os';

import { findOnPath } from '../../src/daemon/search-path.ts';
import type { Manifest } from '../../src/engines/local/manifest.ts';
import { ModelsFolder } from '../../src/engines/local/models.ts';
import { findPaths } from '../../src/store/paths.ts';
import { ensureDebianPackages } from '../debian.ts';

/** The language of `assets/demo.wav`. */
export const spokenLanguage = 'en';

/**
 * Makes sure of something that understands English without a network: a model in the person's own
 * models folder (given back), else pocketsphinx (null), which is installed where that can be done.
 * Throws an error that says what to do.
 */
export async function findRecogniser(): Promise<Manifest | null> {
  const model = newestModel();
  if (model !== null || hasPocketsphinx()) return model;
  const isInstalled = ensureDebianPackages(['pocketsphinx', 'pocketsphinx-en-us'], 'the demo');
  if (isInstalled && hasPocketsphinx()) return null;
  throw new Error('The demo needs a recogniser: install pocketsphinx, as said above, or a model.');
}

function newestModel(): Manifest | null {
  const { env, platform } = process;
  const { models } = findPaths({ env, platform, uid: -1, user: '', home: homedir() });
  const usable = new ModelsFolder(models)
    .list()
    .flatMap((model) => ('manifest' in model ? [model.manifest] : []));
  return usable.find(({ languages }) => languages.includes(spokenLanguage)) ?? null;
}

function hasPocketsphinx(): boolean {
  const searchPath = process.env['PATH'] ?? '';
  return findOnPath('pocketsphinx_continuous', searchPath, ['']) !== null;
}
