import type { AutostartKind } from '../../protocol/headless.ts';
import type { StartCommand } from './command.ts';

/** One of the ways in which a system starts a program when its person logs in. */
export interface Mechanism {
  readonly kind: AutostartKind;
  /** The file or the key that holds it, for people. */
  readonly place: string;
  /** The program and arguments that it starts; null when it starts nothing. */
  read(): Promise<readonly string[] | null>;
  /**
   * Has a command started at every login from now on, and at once where that is the custom. Doing it
   * again replaces the command. Gives what a person should know besides; null: it runs now.
   */
  write(command: StartCommand): Promise<string | null>;
  /** Starts it no more, and leaves nothing; gives whether there was anything. A daemon that runs goes on. */
  remove(): Promise<boolean>;
}

/** What to know where only the next login starts it. */
export const fromNextLogin = 'It starts with the next login; now: whis listen --detach';
