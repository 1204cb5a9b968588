import type { Endpoint, Surroundings } from './endpoint.ts';
import type { LogLevel, WhisEvent } from './events.ts';
import type { ErrorReply, Request, RequestType, ReplyTo } from './requests.ts';
import type { EngineChoice } from './settings.ts';

/** What `whis listen` was asked for on its command line; it goes before the settings. */
export interface ListenOptions {
  readonly socket?: string;
  /** An accelerator, or null for none. */
  readonly hotkey?: string | null;
  /** Absolute path of a WAV file that plays the microphone. */
  readonly input?: string;
  readonly inputSpeed?: 'real' | 'max';
  readonly device?: string;
  readonly engine?: EngineChoice;
  readonly model?: string;
  /** A language code, or `auto`: the engine finds out. */
  readonly language?: string;
  readonly logLevel?: LogLevel;
  /** An inherited descriptor on which one line of JSON (`Readiness`) tells how the start went. */
  readonly readyFd?: number;
}

/** The line that a daemon writes to whoever spawned it. */
export type Readiness =
  | { readonly ready: true; readonly pid: number; readonly socket: string }
  | { readonly ready: false; readonly code: string; readonly message: string };

/** The requests that are answered without a daemon too, from the files alone. */
export type OfflineRequestType = Extract<
  RequestType,
  | 'get_session'
  | 'list_sessions'
  | 'export_session'
  | 'logs'
  | 'describe'
  | 'get_settings'
  | 'set_setting'
  | 'list_microphones'
  | 'doctor'
  | 'list_models'
  | 'download_model'
  | 'remove_model'
  | 'verify_model'
  | 'use_model'
>;

/** How a request that lasts is followed where no daemon runs, and called off. */
export interface OfflineListening {
  readonly hear?: (event: WhisEvent) => void;
  readonly stop?: AbortSignal;
}

/** How a daemon is started at login: a systemd user unit, a desktop entry, a launchd agent, a Run key. */
export type AutostartKind = 'systemd' | 'desktop_entry' | 'launchd' | 'run_key';

/** Whether the daemon is started at login. */
export interface AutostartStatus {
  readonly on: boolean;
  readonly kind: AutostartKind | null;
  /** The file or the key that holds it; null when it is off. */
  readonly place: string | null;
  /** Why it cannot work, and what to do; null when all is well or it is off. */
  readonly problem: string | null;
  /** What to know after a change; null when there is nothing. */
  readonly note: string | null;
}

/**
 * What the headless bundle exports: the CLI loads it by path, into its own process, for the verbs
 * that need more than a socket.
 */
export interface HeadlessModule {
  /** Runs the daemon in this process until it is told to end; resolves with the exit code. */
  listen(surroundings: Surroundings, options: ListenOptions): Promise<number>;
  /** Answers one request from the files alone, as a daemon would. Never rejects. */
  answerOffline(
    surroundings: Surroundings,
    request: Request & { readonly type: OfflineRequestType },
    listening?: OfflineListening,
  ): Promise<ReplyTo<OfflineRequestType> | ErrorReply>;
  /**
   * Removes what a dead daemon left (socket, pid file), holding the lock meanwhile. Gives the paths
   * that were removed: none when a daemon lives.
   */
  cleanUp(surroundings: Surroundings, endpoint: Endpoint): Promise<readonly string[]>;
  /**
   * Has the daemon started at login, or no more, or tells. `argv` is how it is started: Node, the CLI
   * and its arguments. Throws `storage_failed`, and what the system's own programs say.
   */
  autostart(
    surroundings: Surroundings,
    action: 'on' | 'off' | 'status',
    argv: readonly string[],
  ): Promise<AutostartStatus>;
}
