/** The time. Durations come from `elapsed`, which no change of the wall clock can bend. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Milliseconds since some fixed moment; never goes back. */
  elapsed(): number;
}

/** How a program ended. `stderr` is the last 4 KiB of what it said. */
export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stderr: string;
}

/** A program that runs in a process group of its own. */
export interface RunningProgram {
  readonly pid: number;
  /** Its standard output; ends when the program has closed it. */
  readonly output: AsyncIterable<Uint8Array>;
  /** Never rejects. */
  readonly exited: Promise<Exit>;
  /** Ends the whole group, politely (SIGTERM) and after 500 ms for sure (SIGKILL). */
  kill(): Promise<void>;
}

/** What a program that ran to its end has said. */
export interface ProgramResult {
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

/**
 * Starts programs of the system: in their own process group, killed as a group, without the API
 * keys of our own environment.
 */
export interface Programs {
  /** Absolute path of a program on PATH, or null. */
  find(name: string): string | null;
  /** Throws `program_missing` when it cannot be started. */
  start(
    argv: readonly string[],
    options?: {
      readonly env?: Readonly<Record<string, string>>;
      /** What its standard input gets, as fast as it takes it; its end closes it. Default: nothing. */
      readonly input?: AsyncIterable<Uint8Array>;
      /** Hears what it says on its standard error, as it comes. */
      readonly onSaid?: (text: string) => void;
      /** After its first piece, what it writes is read no more often, all that is there at once. */
      readonly readEveryMs?: number;
    },
  ): RunningProgram;
  /**
   * Runs a program to its end. Throws `program_missing`, `program_timeout` (killed after
   * `deadlineMs`), `program_failed` (its exit code is not 0; the message has the end of what it
   * said) and the abort reason when `signal` aborts.
   */
  run(
    argv: readonly string[],
    options: {
      readonly deadlineMs: number;
      readonly input?: string;
      readonly env?: Readonly<Record<string, string>>;
      readonly signal?: AbortSignal;
      /** For a program that leaves a child behind on purpose (xclip): its output is not read. */
      readonly ignoreOutput?: boolean;
    },
  ): Promise<ProgramResult>;
}

/** What an HTTP server is asked: a POST where there is a body, else a GET. */
export interface HttpQuestion {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** A `Blob`, for example: its length is known, and it is read only as it is sent. */
  readonly body?: { readonly size: number; stream(): AsyncIterable<Uint8Array> };
  /** An answer's body is cut off behind so many bytes. */
  readonly longestBytes: number;
  readonly signal: AbortSignal;
}

/** What an HTTP server answered, with as much of its body as was asked for. */
export interface HttpAnswer {
  readonly status: number;
  /** Their names are in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** UTF-8. */
  readonly body: string;
  readonly isCutOff: boolean;
}

/**
 * Asks an HTTP server once, over a connection of its own, following no redirect: a key would go with
 * it. Rejects with the system's error when no whole answer comes, and with the abort reason when
 * `signal` aborts; has no deadline of its own.
 */
export type Exchange = (question: HttpQuestion) => Promise<HttpAnswer>;

/** The modules of ours that run in a process of their own, since they can hang or abort. */
export type ModuleName = 'engine' | 'recorder' | 'hotkey' | 'unpacker';

/** A module of ours in a process of its own. */
export interface RunningModule {
  /** Structured-cloneable messages; typed arrays keep their type. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Never rejects. */
  readonly exited: Promise<Exit>;
  kill(): Promise<void>;
}

/** Starts a module of ours: `child_process.fork` headless, `utilityProcess` in Electron. */
export type SpawnModule = (name: ModuleName) => RunningModule;
