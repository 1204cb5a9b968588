import type { Surroundings } from '../protocol/endpoint.ts';
import type { Terminal } from './terminal.ts';

/** The process that a verb runs in. */
export interface Program {
  /** What was typed after `whis`. */
  readonly argv: readonly string[];
  readonly surroundings: Surroundings;
  /** The folder of the built CLI; the headless bundle is beside it. */
  readonly folder: string;
  readonly terminal: Terminal;
}

/** What a verb knows besides its own options: the process and the global options. */
export interface Context extends Program {
  readonly socket: string | undefined;
  /** What `--timeout` asked for, in milliseconds. */
  readonly timeoutMs: number | undefined;
  readonly json: boolean;
  /** Whether a daemon may be started when none runs. */
  readonly maySpawn: boolean;
}
