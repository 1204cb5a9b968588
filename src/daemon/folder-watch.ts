import { watch, type FSWatcher } from 'node:fs';
import { dirname } from 'node:path';

import { look } from './socket-path.ts';

/**
 * Tells of whatever happens in a folder. While the folder is gone, the nearest one above it is watched
 * instead, so that its return is told too. Costs nothing while nothing happens.
 */
export class FolderWatch {
  readonly #folder: string;
  readonly #onChange: () => void;
  #watcher: FSWatcher | null = null;
  /** The folder that is watched: its path, and which of that name. */
  #watched = '';

  constructor(folder: string, onChange: () => void) {
    this.#folder = folder;
    this.#onChange = onChange;
    this.follow();
  }

  /** Watches the folder that has the name now. To be called after each change. */
  follow(): void {
    // Whatever appears between the look and the watch is found by the second look.
    for (let found = this.#nearest(); found.key !== this.#watched; found = this.#nearest()) {
      this.close();
      this.#watched = found.key;
      try {
        this.#watcher = watch(found.path, () => this.#onChange());
        this.#watcher.on('error', () => this.close());
      } catch {
        // Gone again, or the system has no watch left (inotify(7)): the next client looks.
        this.#watched = '';
        return;
      }
    }
  }

  close(): void {
    this.#watcher?.close();
    this.#watcher = null;
    this.#watched = '';
  }

  #nearest(): { path: string; key: string } {
    for (let path = this.#folder; ; path = dirname(path)) {
      const found = look(path);
      if (found?.isDirectory()) return { path, key: `${found.dev}:${found.ino}:${path}` };
      if (path === dirname(path)) return { path, key: path };
    }
  }
}
