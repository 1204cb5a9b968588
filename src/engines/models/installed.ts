import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { manifestName } from '../local/manifest.ts';
import { sha256Of } from './checksum.ts';
import { isArchive, type CatalogueModel } from './catalogue.ts';
import type { Unpacked } from './unpack-messages.ts';

/** What a download is remembered by: it stands in the manifest of the model, under `installed`. */
export interface Receipt {
  readonly url: string;
  readonly sha256: string;
  /** Whether the checksum is its publisher's, or was learnt from what came first. */
  readonly checksum: 'publisher' | 'learnt';
  readonly files: Readonly<Record<string, Unpacked>>;
}

/** The manifest of a model from the catalogue, as `local/manifest.ts` reads it. */
export function manifestOf(model: CatalogueModel, receipt: Receipt): string {
  const { kind, files, languages, licence, source, modelType } = model;
  const manifest = {
    kind,
    files,
    languages,
    licence,
    source,
    ...(modelType === null ? {} : { model_type: modelType }),
    installed: receipt,
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** The files that a model's download must hold. */
export function neededFiles(model: CatalogueModel): readonly string[] {
  return [...new Set(Object.values(model.files))];
}

/** Which of a model's files were not in its download; none for a model of one file. */
export function missingFiles(
  model: CatalogueModel,
  unpacked: Readonly<Record<string, Unpacked>>,
): readonly string[] {
  if (!isArchive(model)) return [];
  return neededFiles(model).filter((name) => !Object.hasOwn(unpacked, name));
}

/**
 * What is wrong with an installed model's files: each is held against the checksum that was taken
 * when it was installed. Null when all is well; `isKnown` is false where there are no checksums.
 */
export async function examineFiles(
  folder: string,
  signal: AbortSignal,
): Promise<{ readonly isKnown: boolean; readonly problem: string | null }> {
  const receipt = await readReceipt(folder);
  if (receipt === null) return { isKnown: false, problem: null };
  for (const [name, { bytes, sha256 }] of Object.entries(receipt.files)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found === null) return { isKnown: true, problem: `${path} is missing.` };
    if (found.size !== bytes)
      return { isKnown: true, problem: `${path} has ${found.size} bytes instead of ${bytes}.` };
    if ((await sha256Of(path, { signal })) !== sha256)
      return { isKnown: true, problem: `${path} is not what was installed: its checksum differs.` };
  }
  return { isKnown: true, problem: null };
}

async function readReceipt(folder: string): Promise<Receipt | null> {
  try {
    const manifest = JSON.parse(await readFile(join(folder, manifestName), 'utf8')) as {
      installed?: Receipt;
    };
    return typeof manifest.installed?.files === 'object' ? manifest.installed : null;
  } catch {
    // A folder that a person has made has no receipt; what is wrong with it, its manifest's reader says.
    return null;
  }
}
