import { statSync } from 'node:fs';

import {
  hotwordsOf,
  punctuationConfig,
  recogniserConfig,
  vadConfig,
  type RecogniserOptions,
} from './config.ts';
import { trades } from './kinds.ts';
import type { Manifest } from './manifest.ts';
import type { Part } from './messages.ts';

/** A model, ready to be loaded. */
export interface Loadable {
  /** For messages. */
  readonly name: string;
  readonly part: Part;
  /** Absolute paths. */
  readonly files: readonly string[];
  /** Of its files: it is another model as soon as one of them has changed. */
  readonly stamp: string;
}

/** A model that recognises, as it is to be loaded for these options. */
export function loadableRecogniser(
  manifest: Manifest,
  options: Omit<RecogniserOptions, 'hotwords'> & { readonly words: readonly string[] },
): Loadable {
  const { isStreaming } = trades[manifest.kind];
  const hotwords = hotwordsOf(manifest, options.words);
  return loadable(manifest, {
    role: 'recogniser',
    isStreaming,
    config: recogniserConfig(manifest, { ...options, hotwords }),
  });
}

/** What tells speech from silence. */
export function loadableVad(manifest: Manifest): Loadable {
  return loadable(manifest, { role: 'vad', config: vadConfig(manifest) });
}

/** What writes punctuation. */
export function loadablePunctuation(manifest: Manifest): Loadable {
  return loadable(manifest, {
    role: 'punctuation',
    isOnline: 'bpe_vocab' in manifest.files,
    config: punctuationConfig(manifest),
  });
}

/** The paths, sizes and dates of these files, as they are now. */
export function stampOf(files: readonly string[]): string {
  const stamps = files.map((path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    return `${path} ${stat?.size} ${stat?.mtimeMs}`;
  });
  return stamps.join('\n');
}

/** Tells apart whatever is loaded differently, be it the same model. */
export function keyOf({ part, stamp }: Loadable): string {
  return `${stamp}\n${JSON.stringify(part)}`;
}

function loadable(manifest: Manifest, part: Part): Loadable {
  const files = Object.values(manifest.files);
  return { name: manifest.name, part, files, stamp: stampOf(files) };
}
