import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/**
 * Absolute path of the first program of this name in the folders of `path`, or null. A full path is
 * taken as it is. Relative folders count for nothing: what they hold depends on where we stand, and
 * so on who put it there. `endings` are tried in order, the empty one for the name itself.
 */
export function findOnPath(name: string, path: string, endings: readonly string[]): string | null {
  if (name === '' || (!isAbsolute(name) && /[/\\]/.test(name))) return null;
  const folders = isAbsolute(name) ? [''] : path.split(delimiter).filter(isAbsolute);
  const candidates = folders.flatMap((folder) =>
    endings.map((ending) => join(folder, `${name}${ending}`)),
  );
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    // Most folders do not have it: that is told without an error, which takes ten times as long.
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false;
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
