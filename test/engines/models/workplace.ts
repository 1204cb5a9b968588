import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished } from 'vitest';

import type { Programs } from '../../../src/core/ports.ts';
import { openPrograms, withoutKeys } from '../../../src/daemon/programs.ts';
import type { ModelLibrary } from '../../../src/engines/models/library.ts';
import { openModels } from '../../../src/engines/models/open.ts';
import { spawnModule } from '../../../src/headless/spawn-module.ts';
import type { EventData } from '../../../src/protocol/events.ts';
import {
  ModelServer,
  packToneModel,
  toneEntry,
  type Behaviour,
} from '../../fixtures/model-server.ts';

type Progress = EventData['model_progress'];

/** A models folder of a test's own, with a server and a catalogue. */
export interface ModelWorkplace {
  readonly server: ModelServer;
  /** The models folder. */
  readonly folder: string;
  /** The tone model, as it is served, and its SHA-256. */
  readonly archive: Uint8Array;
  readonly sha256: string;
  /** Everything that was told. */
  readonly told: Progress[];
  /** Serves the tone model and opens a library that can get it; `changes` are made to its entry. */
  readonly open: (options?: {
    readonly changes?: Readonly<Record<string, unknown>>;
    readonly content?: Uint8Array;
    readonly env?: Readonly<Record<string, string>>;
    readonly folder?: string;
    readonly programs?: Partial<Programs>;
    readonly isTaken?: boolean;
    readonly pausesMs?: readonly number[];
    readonly silenceMs?: number;
  }) => Promise<ModelLibrary>;
  /** Downloads the tone model. */
  readonly get: (library: ModelLibrary, name?: string) => Download;
  /**
   * Begins to download the tone model, from a server that says nothing more after so many bytes; they
   * have come when it resolves. Gives how the server behaves, to change it.
   */
  readonly getUntil: (
    library: ModelLibrary,
    bytes: number,
    behaviour?: Behaviour,
  ) => Promise<{ readonly running: Download; readonly behaviour: Behaviour }>;
}

type Download = ReturnType<ModelLibrary['download']>;

/** Waits until so many bytes have come. */
export async function received(library: ModelLibrary, bytes: number): Promise<void> {
  await expect.poll(() => library.list(null)[0]?.downloading?.received_bytes).toBe(bytes);
}

/** The file under which the tone model is served. */
export const archiveName = 'tones-1.tar.bz2';

const child = resolve(import.meta.dirname, '../../../src/engines/models/unpack-child.ts');

/** Makes a workplace for the test that runs. */
export async function openModelWorkplace(): Promise<ModelWorkplace> {
  const root = await mkdtemp(join(tmpdir(), 'whis-models-'));
  const folder = join(root, 'models');
  await mkdir(folder);
  const server = await ModelServer.open();
  const { archive, sha256 } = await packToneModel();
  const told: Progress[] = [];
  const libraries: ModelLibrary[] = [];
  onTestFinished(async () => {
    for (const library of libraries) await library.close();
    await server.close();
    await rm(root, { recursive: true, force: true });
  });
  const get = (library: ModelLibrary, name = 'tones-small') =>
    library.download(name, (progress) => told.push(progress));
  return {
    server,
    folder,
    archive,
    sha256,
    told,
    async open({ changes = {}, content, env = {}, programs = {}, isTaken = false, ...rest } = {}) {
      server.serve(archiveName, content ?? archive);
      const catalogue = join(root, 'catalogue.json');
      const models = [toneEntry(server.url(archiveName), changes)];
      await writeFile(catalogue, JSON.stringify({ models }));
      const library = openModels({
        env: { ...env, WHIS_MODEL_CATALOGUE: catalogue },
        modelsFolder: rest.folder ?? folder,
        programs: {
          ...openPrograms({ env: process.env, platform: process.platform }),
          ...programs,
        },
        spawnModule: (name) =>
          spawnModule(name, { modulePath: () => child, env: withoutKeys(process.env) }),
        takeTurn: () => (isTaken ? null : { close: () => {} }),
        patience: { pausesMs: rest.pausesMs ?? [0, 0], silenceMs: rest.silenceMs ?? 30_000 },
      });
      libraries.push(library);
      return library;
    },
    get,
    async getUntil(library, bytes, how = {}) {
      const behaviour = server.serve(archiveName, archive, { ...how, hangsAfter: bytes });
      const running = get(library);
      // Whoever waits for it hears what became of it; nobody has to.
      running.catch(() => {});
      await received(library, bytes);
      return { running, behaviour };
    },
  };
}
