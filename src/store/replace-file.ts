import { readdirSync, realpathSync, rmSync } from 'node:fs';
import { open, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { syncFolder } from './sync-folder.ts';

/**
 * Puts a text into a file's place, 0600: whoever looks finds the old one or the new one whole, after a
 * crash too, and on a disk that is full only the old one. A link stays one. One call at a time for
 * each file. Throws what the file system throws.
 *
 * `write-file-atomic` takes a write that the nearly full disk cut short for the whole of it, and puts
 * that into the place.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const place = await realpath(path).catch(() => path);
  const fresh = `${place}${freshEnding}${process.pid}`;
  try {
    const handle = await open(fresh, 'w', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, place);
    await syncFolder(dirname(place));
  } finally {
    await rm(fresh, { force: true });
  }
}

/**
 * Removes what crashes in the middle of `replaceFile` have left beside a file. Only while nobody else
 * writes it. What cannot be looked at or removed stays: it is in nobody's way.
 */
export function removeUnfinished(path: string): void {
  try {
    const place = realpathSync(path);
    const beginning = `${basename(place)}${freshEnding}`;
    for (const name of readdirSync(dirname(place)))
      if (name.startsWith(beginning)) rmSync(join(dirname(place), name), { force: true });
  } catch {
    // There is no such file yet, or its folder may not be written to.
  }
}

/** What the new file is called until it is whole, before the process's id. */
const freshEnding = '.new-';
