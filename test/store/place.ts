import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

import { makeFolders, type Paths } from '../../src/store/paths.ts';
import { Store, type StoreOptions } from '../../src/store/store.ts';
import { pathsIn } from './sessions.ts';

/** A folder of a test's own, removed when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'whis-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Folders of a test's own, made and removed. */
export function temporaryPaths(): Paths {
  const paths = pathsIn(temporaryFolder());
  makeFolders(paths);
  return paths;
}

/** An open store, closed when the test is over. */
export function openStore(paths: Paths, options?: StoreOptions): Store {
  const store = Store.open(paths, options);
  onTestFinished(() => store.close());
  return store;
}
