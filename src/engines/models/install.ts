import { mkdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Programs, SpawnModule } from '../../core/ports.ts';
import { WhisError } from '../../protocol/errors.ts';
import { manifestName } from '../local/manifest.ts';
import { downloadName, isArchive, type CatalogueModel } from './catalogue.ts';
import { sha256Of } from './checksum.ts';
import { download, type Means, type Retry } from './download.ts';
import { damaged, diskFailure, isAboutDisk, noRoom, reasonOf, unreachable } from './failures.ts';
import { manifestOf, missingFiles, neededFiles, type Receipt } from './installed.ts';
import { learn, learntNote, readLearnt } from './learnt.ts';
import { Part } from './part.ts';
import { unpack } from './unpacker.ts';

/** Where downloads are kept until they are installed, in the models folder. */
export const downloadsFolder = '.downloads';

/** What an installation does now, and how far it is. */
export interface Progress {
  readonly stage: 'downloading' | 'checking' | 'unpacking';
  readonly receivedBytes: number;
  readonly totalBytes: number | null;
  /** Null but while it waits after a break of the line. */
  readonly retry: Retry | null;
}

/** What an installation needs. */
export interface Installing {
  /** The models folder. */
  readonly folder: string;
  readonly programs: Programs;
  readonly spawnModule: SpawnModule;
  readonly network: Means['network'];
  readonly pausesMs: readonly number[];
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/**
 * Downloads a model, checks it, unpacks it beside the others and renames it into its place, whole;
 * gives its receipt. What was placed by hand where the download would be is taken instead. Throws
 * `download_failed` and `storage_failed`, and the abort reason; what has come is kept then.
 */
export async function install(model: CatalogueModel, installing: Installing): Promise<Receipt> {
  const { folder } = installing;
  const downloads = join(folder, downloadsFolder);
  const file = join(downloads, downloadName(model));
  await mkdir(downloads, { recursive: true, mode: 0o700 });
  try {
    await fetchInto(file, model, installing);
    const checked = await check(file, model, installing);
    const files = await unpackBeside(file, model, { ...installing, sha256: checked.sha256 });
    // What could not be used, a portal's page for one, is nothing to hold a later download against.
    if (checked.checksum === 'learnt') await learn(file, checked.sha256);
    const receipt: Receipt = { url: model.url, ...checked, files };
    await putIntoPlace(model, receipt, folder);
    await rm(file, { force: true });
    return receipt;
  } catch (error) {
    installing.signal.throwIfAborted();
    throw error instanceof WhisError ? error : diskFailure(model, folder, error);
  }
}

/** The folder in which a model is made ready, under its own roof: a rename is whole within one disk. */
function besidePath(folder: string, { name }: CatalogueModel): string {
  return join(folder, downloadsFolder, `${name}.unpacking`);
}

async function fetchInto(
  file: string,
  model: CatalogueModel,
  { folder, network, pausesMs, signal, onProgress }: Installing,
): Promise<void> {
  const part = new Part(`${file}.part`, model.url);
  const here = await sizeOf(file);
  await requireSpace(folder, model, here ?? (await part.bytes()));
  if (here !== null) return;
  let totalBytes = model.sizeBytes;
  const tell = (receivedBytes: number, retry: Retry | null) =>
    onProgress({ stage: 'downloading', receivedBytes, totalBytes, retry });
  const onBytes = (received: number, total: number | null) => {
    totalBytes = total ?? model.sizeBytes;
    tell(received, null);
  };
  try {
    const means = { network, pausesMs, signal, onBytes, onBreak: tell };
    await download(model.url, part, { expectedBytes: model.sizeBytes, means });
  } catch (error) {
    signal.throwIfAborted();
    if (isAboutDisk(error)) throw error;
    throw unreachable(model, file, error);
  }
  await rename(part.path, file);
  await part.forgetOrigin();
}

/** Half a minute of writing fails less often than a minute of waiting for the end of the disk. */
async function requireSpace(folder: string, model: CatalogueModel, here: number): Promise<void> {
  const { sizeBytes, installedBytes } = model;
  if (sizeBytes === null) return;
  // A compressed model of unknown size takes about half as much again on the disk.
  const unpacked = installedBytes ?? Math.ceil(sizeBytes * 1.5);
  const needed = Math.max(0, sizeBytes - here) + (isArchive(model) ? unpacked : 0);
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= needed) return;
  throw noRoom(model, folder, { needed, free });
}

async function check(
  file: string,
  model: CatalogueModel,
  { signal, onProgress }: Installing,
): Promise<Pick<Receipt, 'sha256' | 'checksum'>> {
  const bytes = (await sizeOf(file)) ?? 0;
  if (model.sizeBytes !== null && bytes !== model.sizeBytes) {
    await rm(file, { force: true });
    throw damaged(model, file, `it has ${bytes} bytes instead of ${model.sizeBytes}`);
  }
  const tell = (receivedBytes: number) =>
    onProgress({ stage: 'checking', receivedBytes, totalBytes: bytes, retry: null });
  tell(0);
  const sha256 = await sha256Of(file, { signal, onBytes: tell });
  const learnt = model.sha256 === null ? await readLearnt(file) : null;
  const expected = model.sha256 ?? learnt ?? sha256;
  if (sha256 !== expected) {
    await rm(file, { force: true });
    const against = learnt === null ? 'publisher' : 'first download';
    const also =
      learnt === null ? '' : ` If its publisher has replaced it, remove ${learntNote(file)}.`;
    throw damaged(
      model,
      file,
      `its SHA-256 is ${sha256}, and that of its ${against} ${expected}.${also}`,
    );
  }
  return { sha256, checksum: model.sha256 === null ? 'learnt' : 'publisher' };
}

async function unpackBeside(
  file: string,
  model: CatalogueModel,
  { folder, programs, spawnModule, signal, onProgress, sha256 }: Installing & { sha256: string },
): Promise<Receipt['files']> {
  const beside = besidePath(folder, model);
  await rm(beside, { recursive: true, force: true });
  await mkdir(beside, { mode: 0o700 });
  const [only = ''] = neededFiles(model);
  if (!isArchive(model)) {
    const bytes = (await sizeOf(file)) ?? 0;
    await rename(file, join(beside, only));
    return { [only]: { bytes, sha256 } };
  }
  const onWritten = (receivedBytes: number) =>
    onProgress({
      stage: 'unpacking',
      receivedBytes,
      totalBytes: model.installedBytes,
      retry: null,
    });
  onWritten(0);
  const task = {
    archive: file,
    folder: beside,
    files: neededFiles(model),
    bzip2: programs.find('bzip2'),
  };
  try {
    const files = await unpack(spawnModule, task, { signal, onWritten });
    const missing = missingFiles(model, files);
    if (missing.length > 0) throw new Error(`the archive has no ${missing.join(', no ')}`);
    return files;
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    signal.throwIfAborted();
    if (/\bENOSPC\b/.test(reasonOf(error))) throw diskFailure(model, folder, error);
    await rm(file, { force: true });
    throw damaged(model, file, reasonOf(error));
  }
}

async function putIntoPlace(model: CatalogueModel, receipt: Receipt, folder: string) {
  const beside = besidePath(folder, model);
  const place = join(folder, model.name);
  const old = join(folder, downloadsFolder, `${model.name}.old`);
  await writeFile(join(beside, manifestName), manifestOf(model, receipt), { mode: 0o600 });
  await rm(old, { recursive: true, force: true });
  if ((await stat(place).catch(() => null)) !== null) await rename(place, old);
  await rename(beside, place);
  await rm(old, { recursive: true, force: true });
}

async function sizeOf(path: string): Promise<number | null> {
  return (await stat(path).catch(() => null))?.size ?? null;
}
