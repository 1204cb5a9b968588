import type { Params, ReplyTo, ErrorReply, RequestType } from './requests.ts';
import type { ExportFormat } from './requests.ts';
import type { WhisEvent } from './events.ts';
import type { HotkeyStatus } from './status.ts';

/** What the tray app knows about itself. */
export interface AppInfo {
  readonly version: string;
  /** As `process.platform` says it. */
  readonly platform: string;
  /** Why there is no tray icon; null when there is one. */
  readonly tray_trouble: string | null;
  /** Whether the first-run page has been gone through. */
  readonly is_set_up: boolean;
  /** Whether whis starts at login; null where that cannot be told. */
  readonly opens_at_login: boolean | null;
  /** Where secrets are kept, for people. */
  readonly keychain: string;
}

/** Pages outside of the app that a window may open. */
export type Link = 'manual' | 'issues' | 'licence' | 'models_folder' | 'log';

/** What a window may ask the tray app itself, beside the daemon: [fields, reply]. */
export interface AppCalls {
  app_info: [Record<never, never>, { readonly type: 'app_info' } & AppInfo];
  app_set_up: [Record<never, never>, Ok];
  app_open: [{ readonly link: Link }, Ok];
  /**
   * Sets a setting that can run programs, write files or say where audio and texts are sent, once the
   * person has said yes in a dialog.
   */
  app_confirm_setting: [{ readonly key: string; readonly value: unknown }, Chosen];
  /** Transcribes a sound file that the person chooses in a dialog. */
  app_transcribe_file: [Record<never, never>, Chosen];
  /** Writes a session into a file that the person chooses in a dialog. */
  app_export: [{ readonly session_id: string; readonly format: ExportFormat }, Chosen];
  app_login: [{ readonly open: boolean }, Ok];
  app_show: [{ readonly page: 'history' | 'settings' }, Ok];
  app_quit: [Record<never, never>, Ok];
}

/** What may be called from a window. */
export type WindowCall = keyof AppCalls | RequestType;

/** What a call carries. */
export type WindowParams<Call extends WindowCall> = Call extends keyof AppCalls
  ? AppCalls[Call][0]
  : Call extends RequestType
    ? Params<Call>
    : never;

/** What a call is answered. */
export type WindowReply<Call extends WindowCall> =
  | ErrorReply
  | (Call extends keyof AppCalls
      ? AppCalls[Call][1]
      : Call extends RequestType
        ? ReplyTo<Call>
        : never);

/** What comes to a window unasked: events, where the app wants it to go, and what only the app knows. */
export type WindowMessage =
  | WhisEvent
  | { readonly type: 'go'; readonly page: 'history' | 'settings' | 'first_run' }
  | { readonly type: 'sound'; readonly sound: 'start' | 'stop' }
  /** The shortcut was pressed, whatever came of it, or is listened for in another way from now on. */
  | { readonly type: 'shortcut'; readonly hotkey: HotkeyStatus };

/** The slit between a window and the app: all that a page has, as `window.whis`. */
export interface WindowApi {
  call<Call extends WindowCall>(type: Call, params: WindowParams<Call>): Promise<WindowReply<Call>>;
  /** Hears everything that comes unasked; the result ends it. */
  subscribe(listener: (message: WindowMessage) => void): () => void;
}

/** The channels of the slit: one for calls, one for what comes unasked. */
export const windowChannels = { call: 'whis:call', message: 'whis:message' } as const;

interface Ok {
  readonly type: 'ok';
}

/** `is_done` is false when the person closed the dialog. */
interface Chosen {
  readonly type: 'chosen';
  readonly is_done: boolean;
}
