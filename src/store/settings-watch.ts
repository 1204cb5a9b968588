import { watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';

import { WhisError } from '../protocol/errors.ts';

/** Editors write in several steps: a look waits until the last one is this long ago. */
const settledMs = 50;

/**
 * Tells when something has happened to a file, and at most once for what happens at once. It watches
 * the folder: editors put a new file in the old one's place, and a watch of the file would stay with
 * the old one. Returns what ends it.
 */
export function watchFile(
  path: string,
  { changed, failed }: { changed: () => void; failed: (error: WhisError) => void },
): () => void {
  let timer: NodeJS.Timeout | undefined;
  let watcher: FSWatcher | null = null;
  const fail = (cause: unknown) =>
    failed(
      new WhisError(
        'storage_failed',
        `Changes of ${path} are not noticed by themselves: the system cannot watch its folder. Tell them with: whis reload`,
        { cause },
      ),
    );
  try {
    watcher = watch(dirname(path), (_, name) => {
      if (name !== null && name !== basename(path)) return;
      clearTimeout(timer);
      timer = setTimeout(changed, settledMs);
    });
    watcher.on('error', fail);
  } catch (error) {
    fail(error);
  }
  return () => {
    clearTimeout(timer);
    watcher?.close();
  };
}
