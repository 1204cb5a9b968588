import { join } from 'node:path';

import type { StartCommand } from './command.ts';
import { commandOfEntry, desktopEntry } from './desktop-entry.ts';
import { readText, removeFile, writeText } from './files.ts';
import { fromNextLogin, type Mechanism } from './mechanism.ts';

/** A desktop entry in the folder from which desktops start programs. */
export class AutostartEntry implements Mechanism {
  readonly kind = 'desktop_entry';
  readonly place: string;

  /** `configFolder` is XDG_CONFIG_HOME. */
  constructor(configFolder: string) {
    this.place = join(configFolder, 'autostart', 'whis.desktop');
  }

  read(): Promise<readonly string[] | null> {
    return Promise.resolve(commandOfEntry(readText(this.place) ?? ''));
  }

  write(command: StartCommand): Promise<string | null> {
    writeText(this.place, desktopEntry(command));
    return Promise.resolve(fromNextLogin);
  }

  remove(): Promise<boolean> {
    return Promise.resolve(removeFile(this.place));
  }
}
