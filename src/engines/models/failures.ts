import { WhisError } from '../../protocol/errors.ts';
import type { CatalogueModel } from './catalogue.ts';

/** Says that a download did not get through, and what to do with and without a network. */
export function unreachable(
  { name, url }: CatalogueModel,
  file: string,
  error: unknown,
): WhisError {
  return new WhisError(
    'download_failed',
    `The model “${name}” could not be downloaded from ${url}: ${reasonOf(error)}. To go on where it ended, do it again: whis model download ${name}. Without a network here, fetch that file elsewhere, put it at ${file}, and do it again.`,
    { cause: error },
  );
}

/** Says that what came is not what it should be. */
export function damaged({ name, url }: CatalogueModel, file: string, why: string): WhisError {
  return new WhisError(
    'download_failed',
    `What came for the model “${name}” cannot be used: ${why.replace(/\.$/, '')}. It was removed (${file}); download it again, from ${url}.`,
  );
}

/** Says that the disk does not take a model. */
export function diskFailure({ name }: CatalogueModel, folder: string, error: unknown): WhisError {
  return new WhisError(
    'storage_failed',
    `The model “${name}” could not be written into ${folder}: ${reasonOf(error)}. Make room or mend the disk, and do it again: what has come is kept.`,
    { cause: error },
  );
}

/** Says that a model has no room. */
export function noRoom(
  { name }: CatalogueModel,
  folder: string,
  { needed, free }: { needed: number; free: number },
): WhisError {
  return new WhisError(
    'storage_failed',
    `The model “${name}” needs ${megabytes(needed)} more in ${folder}, and ${megabytes(free)} are free there. Make room, and do it again.`,
  );
}

/** Whether the disk, and not the network, says no. */
export function isAboutDisk(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException;
  return ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EIO'].includes(code);
}

/** What an error says, without its stop. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}
