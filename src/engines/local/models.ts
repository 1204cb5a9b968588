import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { manifestName, readManifest, type Manifest } from './manifest.ts';

/** A folder in the models folder that has a manifest: usable, or with what is wrong about it. */
export type InstalledModel =
  | { readonly name: string; readonly manifest: Manifest }
  | { readonly name: string; readonly problem: string };

/** Knows the models folder. Reads a manifest again only when its file has changed. */
export class ModelsFolder {
  readonly path: string;
  readonly #known = new Map<string, { readonly stamp: string; readonly model: InstalledModel }>();

  constructor(path: string) {
    this.path = path;
  }

  /** Every model, newest first. A models folder that does not exist has none. */
  list(): readonly InstalledModel[] {
    const found = this.#names()
      .map((name) => ({ name, stat: this.#statManifest(name) }))
      .filter(({ stat }) => stat?.isFile())
      .sort((one, other) => (other.stat?.mtimeMs ?? 0) - (one.stat?.mtimeMs ?? 0));
    return found.map(({ name, stat }) => this.#read(name, `${stat?.mtimeMs} ${stat?.size}`));
  }

  #names(): string[] {
    try {
      return readdirSync(this.path);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return [];
      throw error;
    }
  }

  #statManifest(name: string) {
    // Beside folders there may be plain files, which have nothing below them.
    try {
      return statSync(join(this.path, name, manifestName));
    } catch {
      return undefined;
    }
  }

  #read(name: string, stamp: string): InstalledModel {
    const known = this.#known.get(name);
    // What was wrong may be mended beside the manifest: a broken model is looked at each time.
    if (known?.stamp === stamp && 'manifest' in known.model) return known.model;
    const model = look(join(this.path, name), name);
    this.#known.set(name, { stamp, model });
    return model;
  }
}

function look(folder: string, name: string): InstalledModel {
  try {
    return { name, manifest: readManifest(folder) };
  } catch (error) {
    return { name, problem: (error as Error).message };
  }
}
