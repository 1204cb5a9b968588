import type { EventTopic, LogLevel } from './events.ts';
import type { Microphone, MicrophoneVerdict } from './microphone.ts';
import type { ListedModel, ModelName, ModelOrigin } from './model.ts';
import type {
  Delivered,
  Failure,
  Session,
  SessionStatus,
  SessionSummary,
  Timings,
} from './session.ts';
import type { Overrides, Settings } from './settings.ts';
import type { DaemonState, Status } from './status.ts';

/** A session's recording as it is drawn. */
export interface Waveform {
  readonly duration_ms: number;
  /** The loudest sample of each part of equal length, 0 to 1. */
  readonly peaks: readonly number[];
}

/** The forms in which a session's text can be had. */
export type ExportFormat = 'txt' | 'md' | 'json' | 'srt' | 'vtt';

/** Every request, event and setting, each with its JSON Schema (draft 7). */
export interface Description {
  readonly protocol: number;
  readonly requests: Readonly<Record<string, object>>;
  readonly events: Readonly<Record<string, object>>;
  /** By dotted key. */
  readonly settings: Readonly<Record<string, object>>;
}

/** One line of the doctor's report. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** What was found. */
  readonly found: string;
  /** What to do about it; null when all is well. */
  readonly fix: string | null;
}

/** Picks sessions for a list. */
export interface SessionQuery {
  /** Words to search for; the last one may be a beginning. */
  readonly query?: string;
  readonly status?: SessionStatus;
  readonly recovered?: boolean;
  /** Continues a list: the `next` of the page before. */
  readonly before?: string;
  /** 1 to 1000, default 50. */
  readonly limit?: number;
}

/** What each request asks, and what it is answered: its `type` is the key. */
export interface Calls {
  hello: [{ readonly protocol?: number; readonly client?: string }, Reply<'welcome', Welcome>];
  ping: [Empty, Reply<'pong', Empty>];
  status: [Empty, Reply<'status', Status>];
  toggle: [Overrides, Reply<'toggled', Toggled>];
  start_session: [
    Overrides,
    Reply<'session_started', SessionId & { readonly log_path: string; readonly warning?: string }>,
  ];
  stop_session: [
    { readonly session_id?: string; readonly wait?: boolean },
    Reply<'session_stopped', Stopped>,
  ];
  cancel_session: [{ readonly session_id?: string }, Reply<'session_cancelled', SessionId>];
  undo: [{ readonly session_id?: string }, Reply<'session_restored', SessionId>];
  restart_session: [
    SessionId & Pick<Overrides, 'engine' | 'model' | 'language' | 'preset'>,
    Reply<'session_restarted', SessionId>,
  ];
  delete_session: [
    SessionId & { readonly audio_only?: boolean },
    Reply<'session_deleted', SessionId>,
  ];
  get_session: [SessionId, Reply<'session', { readonly session: Session }>];
  list_sessions: [
    SessionQuery,
    Reply<
      'session_list',
      { readonly sessions: readonly SessionSummary[]; readonly next: string | null }
    >,
  ];
  deliver_session: [
    SessionId & { readonly output?: readonly string[] },
    Reply<'session_delivered', SessionId & { readonly delivered: readonly Delivered[] }>,
  ];
  export_session: [
    SessionId & { readonly format: ExportFormat },
    Reply<
      'session_exported',
      SessionId & { readonly format: ExportFormat; readonly content: string }
    >,
  ];
  get_waveform: [SessionId & { readonly points?: number }, Reply<'waveform', SessionId & Waveform>];
  attach_session: [
    { readonly session_id?: string },
    Reply<'attached', { readonly session: Session }>,
  ];
  logs: [
    { readonly session_id?: string; readonly lines?: number; readonly level?: LogLevel },
    Reply<'logs', { readonly lines: readonly string[] }>,
  ];
  subscribe: [Subscription, Reply<'subscribed', Status>];
  unsubscribe: [Empty, Reply<'ok', Empty>];
  pause: [Empty, Reply<'ok', { readonly state: DaemonState }>];
  resume: [Empty, Reply<'ok', { readonly state: DaemonState }>];
  reload: [Empty, Reply<'ok', Empty>];
  get_settings: [Empty, Reply<'settings', { readonly settings: Settings; readonly path: string }>];
  set_setting: [{ readonly key: string; readonly value: unknown }, Reply<'ok', Empty>];
  list_microphones: [
    Empty,
    Reply<
      'microphone_list',
      { readonly recorder: string; readonly microphones: readonly Microphone[] }
    >,
  ];
  test_microphone: [
    { readonly name?: string; readonly seconds?: number },
    Reply<'microphone_tested', MicrophoneVerdict>,
  ];
  list_models: [
    Empty,
    Reply<'model_list', { readonly folder: string; readonly models: readonly ListedModel[] }>,
  ];
  download_model: [ModelName, Reply<'model_downloaded', ModelName & ModelOrigin>];
  cancel_download: [ModelName, Reply<'download_cancelled', ModelName>];
  remove_model: [ModelName, Reply<'model_removed', ModelName>];
  verify_model: [
    ModelName,
    Reply<'model_verified', ModelName & { readonly ok: boolean; readonly problem: string | null }>,
  ];
  use_model: [ModelName, Reply<'model_used', ModelName>];
  describe: [Empty, Reply<'description', Description>];
  doctor: [Empty, Reply<'report', { readonly checks: readonly Check[] }>];
  shutdown: [Empty, Reply<'ok', Empty>];
}

/** The name of a request. */
export type RequestType = keyof Calls;

/** What a request of one type carries beside its `type` and `id`. */
export type Params<Type extends RequestType> = Calls[Type][0];

/** What a request of one type is answered, when it is not answered with an error. */
export type ReplyTo<Type extends RequestType> = Calls[Type][1];

/** A request as the model behind every dialect has it. */
export type Request = {
  [Type in RequestType]: { readonly type: Type } & Params<Type>;
}[RequestType];

/** Says no. */
export interface ErrorReply extends Failure {
  readonly type: 'error';
}

/** A session's id; `last` and `current` are understood where an id is asked for. */
export interface SessionId {
  readonly session_id: string;
}

/** Nothing beside the type. */
type Empty = Record<never, never>;

type Reply<Type extends string, Fields> = { readonly type: Type } & Fields;

interface Welcome {
  readonly protocol: number;
  readonly min_protocol: number;
  readonly version: string;
  readonly pid: number;
  readonly instance: string;
  readonly host: 'headless' | 'tray';
  readonly capabilities: readonly string[];
}

interface Toggled {
  readonly from: DaemonState;
  readonly to: DaemonState;
  readonly session_id: string | null;
  /** True when nothing was done; `reason` says why. */
  readonly ignored: boolean;
  readonly reason?: string;
  /** What will keep the dictation from becoming text, told before anything is said. */
  readonly warning?: string;
}

interface Stopped extends SessionId {
  readonly status?: SessionStatus;
  readonly text?: string | null;
  readonly error?: Failure | null;
  readonly timings_ms?: Timings;
  readonly delivered?: readonly Delivered[];
}

interface Subscription {
  readonly events?: readonly EventTopic[];
  readonly session_id?: string;
  /** Replays what came after this event, as far as it is still kept. */
  readonly since_seq?: number;
  /** The least level of log lines that is sent. */
  readonly level?: LogLevel;
}
