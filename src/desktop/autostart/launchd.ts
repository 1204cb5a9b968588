import { join } from 'node:path';

import type { Programs } from '../../core/ports.ts';
import { asWhisError } from '../../protocol/errors.ts';
import type { StartCommand } from './command.ts';
import { readText, removeFile, writeText } from './files.ts';
import { agentLabel, commandOfAgent, launchAgent } from './launch-agent.ts';
import { fromNextLogin, type Mechanism } from './mechanism.ts';

const deadlineMs = 10_000;

/** An agent of launchd (macOS). */
export class LaunchdAgent implements Mechanism {
  readonly kind = 'launchd';
  readonly place: string;
  readonly #domain: string;
  readonly #programs: Programs;

  constructor({ home, uid }: { home: string; uid: number }, programs: Programs) {
    this.place = join(home, 'Library', 'LaunchAgents', `${agentLabel}.plist`);
    this.#domain = `gui/${uid}`;
    this.#programs = programs;
  }

  read(): Promise<readonly string[] | null> {
    return Promise.resolve(commandOfAgent(readText(this.place) ?? ''));
  }

  async write(command: StartCommand): Promise<string | null> {
    writeText(this.place, launchAgent(command));
    // What is loaded can only be replaced by ending it; the new one counts from the next login on.
    const isLoaded = await this.#launchctl('print', `${this.#domain}/${agentLabel}`);
    if (isLoaded || (await this.#launchctl('bootstrap', this.#domain, this.place))) return null;
    return fromNextLogin;
  }

  /** Without `launchctl bootout`: that would end the daemon in the middle of a dictation. */
  remove(): Promise<boolean> {
    return Promise.resolve(removeFile(this.place));
  }

  /** Whether launchd did it; over ssh there may be no session in which it could. */
  async #launchctl(...words: readonly string[]): Promise<boolean> {
    try {
      await this.#programs.run(['launchctl', ...words], { deadlineMs });
      return true;
    } catch (error) {
      if (asWhisError(error).code === 'program_failed') return false;
      throw error;
    }
  }
}
