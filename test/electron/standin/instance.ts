import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** What a second instance hands to the first one. */
export interface Letter {
  readonly argv: string[];
  readonly cwd: string;
  readonly data: unknown;
}

/**
 * The lock of the first instance. Electron's request for it is synchronous, so it is a file with
 * our process id, and what later instances say are files beside it.
 */
export class InstanceLock {
  readonly #folder: string;
  readonly #lock: string;
  #isHeld = false;

  constructor(folder: string) {
    this.#folder = folder;
    this.#lock = join(folder, 'lock');
    mkdirSync(folder, { recursive: true });
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Takes the lock, also from a process that has died, and reads letters from now on. */
  take(onLetter: (letter: Letter) => void): boolean {
    if (this.#isHeld) return true;
    if (!this.#write() && (this.#isOwnerAlive() || !this.#write())) return false;
    this.#isHeld = true;
    watch(this.#folder, () => this.#read(onLetter)).unref();
    process.once('exit', () => this.release());
    return true;
  }

  /** Writes to the instance that has the lock. */
  send(letter: Letter): void {
    const draft = join(this.#folder, `${process.pid}`);
    writeFileSync(draft, JSON.stringify(letter));
    renameSync(draft, `${draft}.letter`);
  }

  release(): void {
    if (this.#isHeld) rmSync(this.#lock, { force: true });
    this.#isHeld = false;
  }

  #write(): boolean {
    try {
      writeFileSync(this.#lock, String(process.pid), { flag: 'wx' });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  }

  #isOwnerAlive(): boolean {
    try {
      process.kill(Number(readFileSync(this.#lock, 'utf8')), 0);
      return true;
    } catch {
      rmSync(this.#lock, { force: true });
      return false;
    }
  }

  #read(onLetter: (letter: Letter) => void): void {
    for (const name of readdirSync(this.#folder)) {
      if (!name.endsWith('.letter')) continue;
      const path = join(this.#folder, name);
      const letter = JSON.parse(readFileSync(path, 'utf8')) as Letter;
      rmSync(path);
      onLetter(letter);
    }
  }
}
