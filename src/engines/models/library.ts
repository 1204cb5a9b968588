import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { asWhisError, WhisError } from '../../protocol/errors.ts';
import type { ListedModel } from '../../protocol/model.ts';
import { findModel } from '../local/find.ts';
import type { Speech } from '../local/spoken.ts';
import { readManifest } from '../local/manifest.ts';
import type { InstalledModel, ModelsFolder } from '../local/models.ts';
import type { CatalogueModel } from './catalogue.ts';
import { Downloads, type DownloadsOptions, type ModelProgress } from './downloads.ts';
import { examineFiles, type Receipt } from './installed.ts';

/** What the library is made of. */
export interface LibraryOptions extends Omit<DownloadsOptions, 'folder'> {
  readonly models: ModelsFolder;
  /** Reads the catalogue. Throws an `Error` for one that is none. */
  readonly catalogue: () => readonly CatalogueModel[];
}

/** The models of this machine, and those that it can get. */
export class ModelLibrary {
  readonly #models: ModelsFolder;
  readonly #catalogue: () => readonly CatalogueModel[];
  readonly #downloads: Downloads;
  readonly #closing = new AbortController();

  constructor({ models, catalogue, ...rest }: LibraryOptions) {
    this.#models = models;
    this.#catalogue = catalogue;
    this.#downloads = new Downloads({ ...rest, folder: models.path });
  }

  /** The models folder. */
  get folder(): string {
    return this.#models.path;
  }

  /**
   * Every model of the catalogue, and behind them what else is installed. `chosen` is the setting's;
   * without it, what is spoken says which one is in use.
   */
  list(chosen: string | null, speech?: Speech): ListedModel[] {
    const installed = new Map(this.#models.list().map((model) => [model.name, model]));
    const taken = findModel(this.#models, chosen, speech);
    const inUse = 'name' in taken ? taken.name : null;
    const state = (name: string) => {
      const found = installed.get(name);
      return {
        installed: found !== undefined,
        in_use: name === inUse,
        path: join(this.folder, name),
        problem: found && 'problem' in found ? found.problem : null,
        downloading: this.#downloads.progress(name),
      };
    };
    const offered = this.#catalogue();
    const known = new Set(offered.map(({ name }) => name));
    const others = [...installed.values()].filter(({ name }) => !known.has(name));
    return [
      ...offered.map((model) => ({ ...describeOffered(model), ...state(model.name) })),
      ...others.map((model) => ({ ...describeOther(model), ...state(model.name) })),
    ];
  }

  /**
   * Downloads and installs a model, after those that are downloaded now; joins a download that goes
   * on. `tell` hears how it goes, unless it is joined. Throws `invalid_request` for a name that the
   * catalogue does not have, `busy`, `cancelled`, `download_failed` and `storage_failed`.
   */
  async download(
    name: string,
    tell: (progress: ModelProgress) => void,
  ): Promise<{ readonly path: string; readonly receipt: Receipt }> {
    const catalogue = this.#catalogue();
    const model = catalogue.find((one) => one.name === name);
    if (!model)
      throw new WhisError(
        'invalid_request',
        `The catalogue has no model “${name.slice(0, 80)}”. It has: ${catalogue.map((one) => one.name).join(', ')}`,
      );
    return { path: join(this.folder, name), receipt: await this.#downloads.install(model, tell) };
  }

  /** Ends a download; what has come is kept. Throws `invalid_request` when there is none. */
  async cancel(name: string): Promise<void> {
    const reason = new WhisError(
      'cancelled',
      `The download of “${name}” was cancelled. What has come is kept: whis model download ${name} goes on.`,
    );
    if (await this.#downloads.cancel(name, reason)) return;
    throw new WhisError(
      'invalid_request',
      `No download of “${name.slice(0, 80)}” goes on. See: whis model list`,
    );
  }

  /** Removes an installed model. Throws `invalid_request` and `storage_failed`. */
  async remove(name: string): Promise<void> {
    const path = this.pathOf(name);
    await rm(path, { recursive: true, force: true }).catch((error: unknown) => {
      throw new WhisError(
        'storage_failed',
        `The model “${name}” could not be removed (${path}): ${asWhisError(error).message}`,
        { cause: error },
      );
    });
  }

  /**
   * Holds an installed model's files against the checksums of its installation; with `ok`, `problem`
   * is a remark. Throws `invalid_request` for what is not installed.
   */
  async verify(name: string): Promise<{ readonly ok: boolean; readonly problem: string | null }> {
    const path = this.pathOf(name);
    const { isKnown, problem } = await examineFiles(path, this.#closing.signal);
    if (problem !== null)
      return { ok: false, problem: `${problem} Install it again: whis model download ${name}` };
    try {
      readManifest(path);
    } catch (error) {
      return { ok: false, problem: (error as Error).message };
    }
    const remark =
      'It was not installed by whis: there are no checksums to hold its files against.';
    return { ok: true, problem: isKnown ? null : remark };
  }

  /** That a model can be the engine's. Throws `invalid_request` for one that is not installed, or only helps. */
  requireRecogniser(name: string): void {
    this.pathOf(name);
    const found = findModel(this.#models, name);
    if ('missing' in found) throw new WhisError('invalid_request', `${found.missing} ${found.fix}`);
  }

  /** The path of an installed model. Throws `invalid_request`. */
  pathOf(name: string): string {
    if (this.#models.list().some((model) => model.name === name)) return join(this.folder, name);
    throw new WhisError(
      'invalid_request',
      `The model “${name.slice(0, 80)}” is not installed in ${this.folder}. See: whis model list`,
    );
  }

  /** Ends every download; what has come is kept for the next time. */
  async close(): Promise<void> {
    const reason = new WhisError(
      'shutting_down',
      'whis is ending. What has come of the model is kept: the next download goes on.',
    );
    this.#closing.abort(reason);
    await this.#downloads.close(reason);
  }
}

type Description = Pick<
  ListedModel,
  'name' | 'title' | 'kind' | 'languages' | 'size_bytes' | 'license' | 'source'
>;

function describeOffered({ sizeBytes, licence, ...model }: CatalogueModel): Description {
  const { name, title, kind, languages, source } = model;
  return { name, title, kind, languages, size_bytes: sizeBytes, license: licence, source };
}

function describeOther(model: InstalledModel): Description {
  const { name } = model;
  const about = 'manifest' in model ? model.manifest : null;
  return {
    name,
    title: name,
    kind: about?.kind ?? null,
    languages: about?.languages ?? [],
    size_bytes: null,
    license: about?.licence ?? null,
    source: about?.source ?? null,
  };
}
