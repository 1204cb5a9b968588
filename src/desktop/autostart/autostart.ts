import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';

import type { AutostartStatus } from '../../protocol/headless.ts';
import type { StartCommand } from './command.ts';
import type { Mechanism } from './mechanism.ts';

/** Has the daemon started when the person logs in, by one mechanism at most. */
export class Autostart {
  readonly #mechanisms: readonly Mechanism[];
  readonly #choose: () => Promise<Mechanism>;

  /** `choose` picks the one of the mechanisms that fits where the person is now. */
  constructor(mechanisms: readonly Mechanism[], choose: () => Promise<Mechanism>) {
    this.#mechanisms = mechanisms;
    this.#choose = choose;
  }

  /** Turns it on. What another mechanism holds is taken away first: two daemons would be one too many. */
  async on(command: StartCommand): Promise<AutostartStatus> {
    const chosen = await this.#choose();
    for (const other of this.#mechanisms) if (other !== chosen) await other.remove();
    const note = await chosen.write(command);
    return { ...(await this.status()), note };
  }

  /** Turns it off, and leaves nothing. A daemon that runs goes on. */
  async off(): Promise<AutostartStatus> {
    const wasThere: boolean[] = [];
    for (const mechanism of this.#mechanisms) wasThere.push(await mechanism.remove());
    const note = wasThere.includes(true)
      ? 'A daemon that runs goes on; to end it: whis stop'
      : null;
    return { ...(await this.status()), note };
  }

  /** Which mechanism starts the daemon, and whether what it starts is still there. */
  async status(): Promise<AutostartStatus> {
    for (const mechanism of this.#mechanisms) {
      const argv = await mechanism.read();
      if (argv === null) continue;
      const { kind, place } = mechanism;
      return { on: true, kind, place, problem: problemOf(argv), note: null };
    }
    return { on: false, kind: null, place: null, problem: null, note: null };
  }
}

/** The program and the CLI are named by their absolute paths; a new Node or another folder breaks that. */
function problemOf(argv: readonly string[]): string | null {
  const missing = argv.filter((word) => isAbsolute(word) && !existsSync(word));
  if (missing.length === 0) return null;
  return `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not there (any more). Write it anew: whis autostart on`;
}
