import { mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';

export type FolderName = Parameters<Electron.App['getPath']>[0];

/** The folders by their names, where Electron has them on Linux; `appName` gives the app's name. */
export class Folders {
  readonly #appName: () => string;
  readonly #chosen = new Map<FolderName, string>();

  constructor(appName: () => string) {
    this.#appName = appName;
  }

  get(name: FolderName): string {
    const path = this.#chosen.get(name) ?? this.#usual(name);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }

  set(name: FolderName, path: string): void {
    if (!isAbsolute(path)) throw new Error('Path must be absolute');
    mkdirSync(path, { recursive: true });
    this.#chosen.set(name, path);
  }

  #usual(name: FolderName): string | undefined {
    const config = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
    const userData = this.#chosen.get('userData') ?? join(config, this.#appName());
    const usual: Partial<Record<FolderName, string>> = {
      appData: config,
      downloads: join(homedir(), 'Downloads'),
      exe: process.execPath,
      home: homedir(),
      logs: join(userData, 'logs'),
      sessionData: userData,
      temp: tmpdir(),
      userData,
    };
    return usual[name];
  }
}
