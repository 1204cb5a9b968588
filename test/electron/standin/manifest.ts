import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** What an app says of itself in its package.json. */
export interface Manifest {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
}

/** Reads the nearest package.json, from a path upwards. Throws when there is none. */
export function findManifest(path: string): Manifest {
  const file = join(path, 'package.json');
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) {
    const { name, productName, version } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly name: string;
      readonly productName?: string;
      readonly version?: string;
    };
    return { folder: path, name: productName ?? name, version: version ?? '' };
  }
  const parent = dirname(resolve(path));
  if (parent === path) throw new Error('stand-in: the app has no package.json');
  return findManifest(parent);
}
