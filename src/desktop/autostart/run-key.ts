import type { Programs } from '../../core/ports.ts';
import { asWhisError, WhisError } from '../../protocol/errors.ts';
import type { StartCommand } from './command.ts';
import { fromNextLogin, type Mechanism } from './mechanism.ts';
import { commandOfRun, maxRunCharacters, runCommand } from './run-command.ts';

const key = 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run';
const value = 'whis';
const deadlineMs = 10_000;

/** A value of the person's Run key (Windows). */
export class RunKey implements Mechanism {
  readonly kind = 'run_key';
  readonly place = `${key}\\${value}`;
  readonly #programs: Programs;

  constructor(programs: Programs) {
    this.#programs = programs;
  }

  async read(): Promise<readonly string[] | null> {
    const output = await this.#reg('query', key, '/v', value);
    const line = output === null ? undefined : /REG_SZ\s+(.*?)\s*$/m.exec(output)?.[1];
    return commandOfRun(line ?? '');
  }

  async write({ argv }: StartCommand): Promise<string | null> {
    // A program of the console keeps its window open: it goes to the background.
    const line = runCommand({ argv: [...argv, '--detach'] });
    if (line.length > maxRunCharacters) {
      throw new WhisError(
        'unsafe_path',
        `A Run key holds ${maxRunCharacters} characters, and this command has ${line.length}: ${line}. Install whis in a folder with a shorter path.`,
      );
    }
    await this.#programs.run(['reg', 'add', key, '/v', value, '/t', 'REG_SZ', '/d', line, '/f'], {
      deadlineMs,
    });
    return fromNextLogin;
  }

  async remove(): Promise<boolean> {
    return (await this.#reg('delete', key, '/v', value, '/f')) !== null;
  }

  /** What reg.exe printed; null when there is no such value (it exits with 1). */
  async #reg(...words: readonly string[]): Promise<string | null> {
    try {
      const { stdout } = await this.#programs.run(['reg', ...words], { deadlineMs });
      return Buffer.from(stdout).toString('utf8');
    } catch (error) {
      if (asWhisError(error).code === 'program_failed') return null;
      throw error;
    }
  }
}
