import type { EventData, WhisEvent } from '../protocol/events.ts';
import type { Status } from '../protocol/status.ts';

/** What is going on, as a page shows it. */
export type Phase =
  | 'connecting'
  | 'idle'
  | 'recording'
  | 'held'
  | 'transcribing'
  | 'paused'
  | 'gone';

/** How the newest dictation ended. */
export type Ending =
  | { readonly kind: 'done'; readonly sessionId: string; readonly text: string }
  | { readonly kind: 'failed'; readonly sessionId: string; readonly message: string }
  | { readonly kind: 'cancelled'; readonly sessionId: string };

/** Everything that the pages show of the daemon at one moment. */
export interface View {
  /** Null until the daemon has answered for the first time. */
  readonly status: Status | null;
  /** The text of the dictation so far; empty when there is none. */
  readonly liveText: string;
  /** Whether that is the whole text so far, so that no segment is put behind it. */
  readonly isTextWhole: boolean;
  /** How long the recording may still be, in seconds; null when there is time. */
  readonly secondsLeft: number | null;
  /** What happened to the microphone or to a delivery; null when all is well. */
  readonly trouble: string | null;
  readonly ending: Ending | null;
  /** How often the settings have changed: who shows them reads them again. */
  readonly settingsChanges: number;
  /** How often a model was installed or removed: who shows them reads them again. */
  readonly modelsChanges: number;
  /** How far each download of a model is, also one that is over; by name. */
  readonly downloads: Readonly<Record<string, EventData['model_progress']>>;
  /** Why the daemon is gone; null when it is there. */
  readonly goneReason: string | null;
}

/** What the view is made of: the whole status, then events. */
export type Heard = { readonly type: 'snapshot'; readonly status: Status } | WhisEvent;

/** Before anything was heard. */
export const emptyView: View = {
  status: null,
  liveText: '',
  isTextWhole: false,
  secondsLeft: null,
  trouble: null,
  ending: null,
  settingsChanges: 0,
  modelsChanges: 0,
  downloads: {},
  goneReason: null,
};

/** The view after one more thing was heard. What is older than the view changes nothing. */
export function reduce(view: View, heard: Heard): View {
  const { status } = view;
  if (heard.type === 'snapshot') {
    const isOld = status?.instance === heard.status.instance && heard.status.seq < status.seq;
    return isOld ? view : { ...view, status: heard.status, goneReason: null };
  }
  const { seq } = heard;
  if (!isKnown(view) || (seq !== undefined && seq <= view.status.seq)) return view;
  const next = follow(view, heard);
  if (seq === undefined || next.status === null) return next;
  return { ...next, status: { ...next.status, seq } };
}

/** The view once something else is known of the shortcut. */
export function withHotkey(view: View, hotkey: Status['hotkey']): View {
  return isKnown(view) ? { ...view, status: { ...view.status, hotkey } } : view;
}

/** What a person would say is going on. */
export function phaseOf({ status, goneReason }: View): Phase {
  if (goneReason !== null) return 'gone';
  if (status === null) return 'connecting';
  return status.state === 'paused' && status.session !== null ? 'held' : status.state;
}

/** Whether an event changes what only a whole status tells. */
export function needsStatus(heard: WhisEvent): boolean {
  return asksAgain.has(heard.event);
}

const asksAgain: ReadonlySet<WhisEvent['event']> = new Set([
  'state_changed',
  'session_done',
  'session_failed',
  'settings_changed',
  // A model that has come may be the engine now, and one that has gone may have been it.
  'models_changed',
  'hotkey_lost',
  'engine_restarted',
]);

/** A view of a daemon that has answered. */
type Known = View & { readonly status: Status };

function isKnown(view: View): view is Known {
  return view.status !== null;
}

function follow(view: Known, heard: WhisEvent): View {
  switch (heard.event) {
    case 'state_changed':
      return changeState(view, heard);
    case 'level':
      return changeLevel(view, heard);
    case 'partial':
      if (isOfAnother(view, heard)) return view;
      return { ...view, liveText: heard.data.text, isTextWhole: true };
    case 'segment':
      if (view.isTextWhole || isOfAnother(view, heard)) return view;
      return { ...view, liveText: `${view.liveText} ${heard.data.text}`.trim() };
    case 'session_done':
      // Nobody waits for it: what is going on now stays in view.
      if (heard.data.late) return view;
      return {
        ...ended(view, heard, {
          kind: 'done',
          sessionId: heard.session_id ?? '',
          text: heard.data.text,
        }),
        ...(heard.data.error && { trouble: heard.data.error.message }),
      };
    case 'session_failed':
      if (heard.data.late) return view;
      return ended(view, heard, {
        kind: 'failed',
        sessionId: heard.session_id ?? '',
        message: heard.data.message,
      });
    case 'session_cancelled':
      return ended(view, heard, { kind: 'cancelled', sessionId: heard.session_id ?? '' });
    case 'microphone_silent':
      return changeSession(view, { silent: true });
    case 'microphone_lost':
      return { ...view, trouble: `${heard.data.message} What was heard is kept.` };
    case 'microphone_changed':
      return {
        ...view,
        trouble: `The microphone was lost; ${heard.data.microphone} has taken over.`,
      };
    case 'limit_near':
      return { ...view, secondsLeft: heard.data.seconds_left };
    case 'delivered':
      return heard.data.error
        ? { ...view, trouble: `The text is kept, but not delivered: ${heard.data.error.message}` }
        : view;
    case 'hotkey_lost': {
      const hotkey = { ...view.status.hotkey, armed: false, reason: heard.data.reason };
      return { ...view, status: { ...view.status, hotkey } };
    }
    case 'model_progress':
      return { ...view, downloads: { ...view.downloads, [heard.data.name]: heard.data } };
    case 'models_changed':
      return { ...view, modelsChanges: view.modelsChanges + 1 };
    case 'settings_changed':
      return { ...view, settingsChanges: view.settingsChanges + 1 };
    case 'shutting_down':
      return { ...view, goneReason: heard.data.reason };
    case 'session_started':
    case 'session_updated':
    case 'session_restarted':
    case 'session_deleted':
    case 'session_restored':
    case 'engine_restarted':
    case 'log_line':
    case 'gap':
    case 'overflow':
      return view;
  }
}

/** Whether an event is of a dictation that is still transcribed while the next one is recorded. */
function isOfAnother({ status }: View, { session_id: id }: WhisEvent): boolean {
  const recorded = status?.session ?? null;
  return recorded !== null && id !== undefined && id !== recorded.id;
}

function changeState(
  view: Known,
  { data: { from, to }, session_id: id }: WhisEvent & { readonly event: 'state_changed' },
): View {
  const { status } = view;
  if (to === 'recording') {
    const isNew = from !== 'paused' || status.session === null;
    const session = isNew ? newSession(id ?? '') : status.session;
    const changed = {
      ...status,
      state: to,
      listening: true,
      session,
      current_session: session?.id ?? null,
    };
    return isNew
      ? { ...emptyView, ...lasting(view), status: changed }
      : { ...view, status: changed };
  }
  const isHeld = to === 'paused' && from === 'recording';
  return {
    ...view,
    secondsLeft: null,
    status: {
      ...status,
      state: to,
      listening: to !== 'paused' || isHeld,
      session: isHeld ? status.session : null,
      current_session: isHeld ? status.current_session : null,
    },
  };
}

/** What no dictation changes. */
function lasting({ settingsChanges, modelsChanges, downloads }: View): Partial<View> {
  return { settingsChanges, modelsChanges, downloads };
}

function newSession(id: string): NonNullable<Status['session']> {
  return { id, elapsed_ms: 0, level_dbfs: null, silent: false };
}

function changeLevel(
  view: Known,
  { data, session_id: id }: WhisEvent & { readonly event: 'level' },
): View {
  // A level without a session is a microphone's test.
  if (id === undefined || id !== view.status.session?.id) return view;
  return changeSession(view, { elapsed_ms: data.elapsed_ms, level_dbfs: data.dbfs });
}

function changeSession(view: Known, change: Partial<NonNullable<Status['session']>>): View {
  const { status } = view;
  if (status.session === null) return view;
  return { ...view, status: { ...status, session: { ...status.session, ...change } } };
}

function ended(view: View, heard: WhisEvent, ending: Ending): View {
  // What is said meanwhile stays in sight.
  if (isOfAnother(view, heard)) return { ...view, ending };
  return { ...view, ending, liveText: '', isTextWhole: false };
}
