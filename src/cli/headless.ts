import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { WhisError } from '../protocol/errors.ts';
import type { HeadlessModule } from '../protocol/headless.ts';
import type { Program } from './context.ts';

/** The line of Node that the daemon needs: `node:sqlite` without a flag, `crypto.randomUUIDv7`. */
const neededMajor = 24;

/** Throws `runtime_too_old` when the Node that runs this cannot run the daemon. */
export function requireNode(what: string, running: string = process.versions.node): void {
  if (Number.parseInt(running, 10) >= neededMajor) return;
  throw new WhisError(
    'runtime_too_old',
    `${what} needs Node ${neededMajor} or newer, and this is Node ${running} (${process.execPath}). Install a newer one, or put it first on PATH.`,
  );
}

/**
 * Throws `runtime_too_old` where no daemon can live: on an old Node, and in the tray app, which runs
 * this where the machine has no Node.
 */
export function requireDaemonNode(what: string): void {
  requireNode(what);
  if (process.versions['electron'] === undefined) return;
  throw new WhisError(
    'runtime_too_old',
    `${what} needs Node ${neededMajor} or newer, which is not on PATH. Install it, or start the tray app instead.`,
  );
}

/**
 * Loads the headless bundle into this process, by its path: it is not part of the CLI, so that the
 * CLI starts fast and on an older Node. Throws `runtime_too_old`.
 */
export async function loadHeadless(
  { folder }: Pick<Program, 'folder'>,
  what: string,
): Promise<HeadlessModule> {
  requireNode(what);
  const path = join(folder, '..', 'headless', 'main.mjs');
  return (await import(pathToFileURL(path).href)) as HeadlessModule;
}
