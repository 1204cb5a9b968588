import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Programs } from '../../core/ports.ts';
import { asWhisError } from '../../protocol/errors.ts';
import type { StartCommand } from './command.ts';
import { isThere, readText, removeFile, writeText } from './files.ts';
import type { Mechanism } from './mechanism.ts';
import { commandOfUnit, systemdUnit, type UnitTarget } from './unit.ts';

const unitName = 'whis.service';

/** Every target that a unit of ours may have been wanted by. */
const targets: readonly UnitTarget[] = ['graphical-session.target', 'default.target'];

/** systemctl asks over D-Bus, which answers at once or not at all. */
const deadlineMs = 10_000;

/** A unit of the person's own systemd. */
export class SystemdUnit implements Mechanism {
  readonly kind = 'systemd';
  readonly place: string;
  readonly #folder: string;
  readonly #programs: Programs;

  /** `configFolder` is XDG_CONFIG_HOME. */
  constructor(configFolder: string, programs: Programs) {
    this.#folder = join(configFolder, 'systemd', 'user');
    this.place = join(this.#folder, unitName);
    this.#programs = programs;
  }

  /** Whether this system has systemd at all. */
  get isInstalled(): boolean {
    return this.#programs.find('systemctl') !== null;
  }

  /** Whether systemd knows of the desktop that runs now: only then can the desktop start the unit. */
  knowsDesktop(): Promise<boolean> {
    return this.#succeeds('is-active', '--quiet', 'graphical-session.target');
  }

  read(): Promise<readonly string[] | null> {
    const text = readText(this.place);
    const isWanted = targets.some((target) => isThere(this.#link(target)));
    return Promise.resolve(text !== null && isWanted ? commandOfUnit(text) : null);
  }

  async write(command: StartCommand): Promise<string | null> {
    const target = (await this.knowsDesktop()) ? 'graphical-session.target' : 'default.target';
    writeText(this.place, systemdUnit(command, target));
    if (await this.#answers()) {
      await this.#systemctl('daemon-reload');
      // Enabled anew, for the target may have been another one.
      await this.#systemctl('reenable', unitName);
      await this.#systemctl('start', unitName);
      return null;
    }
    const link = this.#link(target);
    mkdirSync(dirname(link), { recursive: true });
    removeFile(link);
    symlinkSync(this.place, link);
    return `Your systemd does not answer here, so the unit was linked by hand (${link}). It starts with the next login; now: whis listen --detach`;
  }

  async remove(): Promise<boolean> {
    const links = targets.map((target) => removeFile(this.#link(target), { orphan: true }));
    const isRemoved = removeFile(this.place);
    const wasThere = isRemoved || links.includes(true);
    if (wasThere && (await this.#answers())) await this.#systemctl('daemon-reload');
    return wasThere;
  }

  #link(target: UnitTarget): string {
    return join(this.#folder, `${target}.wants`, unitName);
  }

  #answers(): Promise<boolean> {
    return this.#succeeds('show', '--property=Version');
  }

  async #succeeds(...words: readonly string[]): Promise<boolean> {
    try {
      await this.#systemctl(...words);
      return true;
    } catch (error) {
      const { code } = asWhisError(error);
      if (code === 'program_failed' || code === 'program_missing' || code === 'program_timeout')
        return false;
      throw error;
    }
  }

  async #systemctl(...words: readonly string[]): Promise<void> {
    await this.#programs.run(['systemctl', '--user', ...words], { deadlineMs });
  }
}
