import { lstatSync } from 'node:fs';

import { printable } from '../protocol/printable.ts';
import type { Context } from './context.ts';
import { loadHeadless } from './headless.ts';
import { findPlace } from './place.ts';

/**
 * Removes what a dead daemon left at its socket and pid file, under the daemon's lock, and says so.
 * Loads the headless bundle only when there is something to look at.
 */
export async function cleanUp(context: Context): Promise<readonly string[]> {
  const endpoint = findPlace(context);
  const left = [endpoint.socket, endpoint.pidFile].filter(isThere);
  if (left.length === 0) return [];
  const headless = await loadHeadless(context, 'Cleaning up after a dead daemon');
  const removed = await headless.cleanUp(context.surroundings, endpoint);
  for (const path of removed) {
    context.terminal.note(`removed what a dead daemon left: ${printable(path)}`);
  }
  return removed;
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
