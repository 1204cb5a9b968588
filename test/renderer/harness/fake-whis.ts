import type { EventData, EventName } from '../../../src/protocol/events.ts';
import type { ListedModel } from '../../../src/protocol/model.ts';
import type { Failure, Session } from '../../../src/protocol/session.ts';
import type {
  WindowApi,
  WindowCall,
  WindowMessage,
  WindowParams,
  WindowReply,
} from '../../../src/protocol/window.ts';
import { madeSession, recordingId, type Scene } from './scene.ts';

declare global {
  interface Window {
    readonly scene: Scene;
    readonly fake: FakeWhis;
  }
}

/** An event without what it gets when it is announced. */
type Announced = {
  [Name in EventName]: {
    readonly event: Name;
    readonly session_id?: string;
    readonly data: EventData[Name];
  };
}[EventName];

type Answers = {
  readonly [Call in WindowCall]: (
    params: WindowParams<Call>,
  ) => WindowReply<Call> | Promise<WindowReply<Call>>;
};

/** An app behind the slit that a test directs: it plays a scene, and tells what it is told to tell. */
class FakeWhis implements WindowApi {
  /** Every call so far: type and fields. */
  readonly calls: (readonly [WindowCall, unknown])[] = [];
  readonly #scene: Scene;
  readonly #listeners = new Set<(message: WindowMessage) => void>();
  readonly #changed = new Map<string, Session | null>();
  readonly #now = Date.now();
  readonly #held: (() => void)[] = [];
  #isHolding = false;
  #status: Scene['status'];
  #settings: Scene['settings'];
  #models: readonly ListedModel[];
  readonly #downloads = new Map<string, (reply: WindowReply<'download_model'>) => void>();

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#status = scene.status;
    this.#settings = scene.settings;
    this.#models = scene.models;
  }

  call: WindowApi['call'] = async (type, params) => {
    this.calls.push([type, params]);
    if (this.#isHolding) await new Promise<void>((resolve) => this.#held.push(resolve));
    const key = type === 'set_setting' ? (params as { key: string }).key : '';
    const refused = this.#scene.refused[type] ?? this.#scene.refused[`set_setting ${key}`];
    if (refused) return { type: 'error', ...refused };
    return (this.#answers[type] as (given: typeof params) => WindowReply<typeof type>)(params);
  };

  subscribe(listener: (message: WindowMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Tells every listener something. */
  tell(message: WindowMessage): void {
    for (const listener of this.#listeners) listener(message);
  }

  /** Announces an event; it gets the next number, and the status is what it says. */
  announce(event: Announced, status: Partial<Scene['status']> = {}): void {
    const isKept = event.event !== 'level' && event.event !== 'model_progress';
    const { session } = this.#status;
    if (event.event === 'level' && session)
      this.become({ session: { ...session, elapsed_ms: event.data.elapsed_ms } });
    if (isKept) this.#status = { ...this.#status, ...status, seq: this.#status.seq + 1 };
    const seq = isKept ? { seq: this.#status.seq } : {};
    const at = new Date().toISOString();
    this.tell({ type: 'event', at, ...seq, ...event });
  }

  /** Is something else from now on, without an event. */
  become(status: Partial<Scene['status']>): void {
    this.#status = { ...this.#status, ...status };
  }

  /** Keeps every answer back until `letGo`. */
  hold(): void {
    this.#isHolding = true;
  }

  letGo(): void {
    this.#isHolding = false;
    for (const go of this.#held.splice(0)) go();
  }

  /** Puts a session into the history, or takes it out of it. */
  put(id: string, session: Session | null): void {
    this.#changed.set(id, session);
  }

  readonly #answers: Answers = {
    hello: () => refusal('not_allowed', 'hello'),
    attach_session: () => refusal('not_allowed', 'attach_session'),
    shutdown: () => refusal('not_allowed', 'shutdown'),
    ping: () => ({ type: 'pong' }),
    status: () => ({ type: 'status', ...this.#status }),
    subscribe: () => ({ type: 'subscribed', ...this.#status }),
    unsubscribe: () => ({ type: 'ok' }),
    toggle: () => this.#start('toggled'),
    start_session: () => {
      this.#start('toggled');
      return { type: 'session_started', session_id: recordingId, log_path: '/log' };
    },
    stop_session: () => {
      this.announce(
        {
          event: 'state_changed',
          session_id: recordingId,
          data: { from: 'recording', to: 'transcribing' },
        },
        { state: 'transcribing', session: null, current_session: null, queue: [recordingId] },
      );
      return { type: 'session_stopped', session_id: recordingId };
    },
    cancel_session: () => {
      const from = this.#status.state;
      this.announce({ event: 'session_cancelled', session_id: recordingId, data: {} });
      this.#settle(from);
      return { type: 'session_cancelled', session_id: recordingId };
    },
    pause: () => {
      const { state: from } = this.#status;
      const isHeld = from === 'recording';
      this.announce(
        { event: 'state_changed', data: { from, to: 'paused' } },
        { state: 'paused', listening: isHeld },
      );
      return { type: 'ok', state: 'paused' };
    },
    resume: () => {
      const to = this.#status.session ? 'recording' : 'idle';
      this.announce(
        { event: 'state_changed', data: { from: 'paused', to } },
        { state: to, listening: true },
      );
      return { type: 'ok', state: to };
    },
    undo: ({ session_id: id = '' }) => {
      this.#changed.delete(id);
      this.announce({ event: 'session_restored', session_id: id, data: {} });
      return { type: 'session_restored', session_id: id };
    },
    restart_session: ({ session_id: id }) => {
      const session = this.#find(id);
      if (session) this.#changed.set(id, { ...session, status: 'transcribing', error: null });
      this.announce({ event: 'session_restarted', session_id: id, data: {} });
      return { type: 'session_restarted', session_id: id };
    },
    delete_session: ({ session_id: id, audio_only: audioOnly = false }) => {
      this.#changed.set(id, null);
      this.announce({ event: 'session_deleted', session_id: id, data: { audio_only: audioOnly } });
      return { type: 'session_deleted', session_id: id };
    },
    get_session: ({ session_id: id }) => {
      const session = this.#find(id);
      if (!session) return refusal('no_such_session', `No session has the id “${id}”.`);
      return { type: 'session', session };
    },
    list_sessions: (query) => this.#list(query),
    deliver_session: ({ session_id: id }) => ({
      type: 'session_delivered',
      session_id: id,
      delivered: [],
    }),
    export_session: ({ session_id: id, format }) => ({
      type: 'session_exported',
      session_id: id,
      format,
      content: '',
    }),
    get_waveform: ({ session_id: id, points = 400 }) => ({
      type: 'waveform',
      session_id: id,
      duration_ms: 3000,
      peaks: Array.from({ length: points }, (_, at) => speechAt(at)),
    }),
    logs: () => ({ type: 'logs', lines: [] }),
    reload: () => ({ type: 'ok' }),
    get_settings: () => ({
      type: 'settings',
      settings: this.#settings,
      path: '/home/you/.config/whis/settings.json',
    }),
    set_setting: ({ key, value }) => {
      this.#set(key, value);
      return { type: 'ok' };
    },
    list_microphones: () => ({
      type: 'microphone_list',
      recorder: 'parec',
      microphones: this.#scene.microphones,
    }),
    test_microphone: ({ name }) =>
      new Promise((resolve) => {
        let count = 0;
        const timer = setInterval(() => {
          const dbfs = -60 + 50 * speechAt(count);
          this.announce({ event: 'level', data: { dbfs, elapsed_ms: ++count * 100 } });
          if (count < 30) return;
          clearInterval(timer);
          const microphone = name ?? 'default';
          resolve({ type: 'microphone_tested', microphone, peak_dbfs: -12, silent: false });
        }, 20);
      }),
    list_models: () => ({
      type: 'model_list',
      folder: '/home/you/.local/share/whis/models',
      models: this.#models,
    }),
    download_model: ({ name }) => {
      const { size_bytes: total = null } = this.#models.find((model) => model.name === name) ?? {};
      this.#changeModel(name, { downloading: { received_bytes: 0, total_bytes: total } });
      return new Promise((resolve) => this.#downloads.set(name, resolve));
    },
    cancel_download: ({ name }) => {
      this.#changeModel(name, { downloading: null });
      this.#downloads.get(name)?.(refusal('cancelled', `The download of “${name}” was cancelled.`));
      return { type: 'download_cancelled', name };
    },
    remove_model: ({ name }) => {
      this.removeModel(name);
      return { type: 'model_removed', name };
    },
    verify_model: ({ name }) => ({ type: 'model_verified', name, ok: true, problem: null }),
    use_model: ({ name }) => {
      for (const model of this.#models)
        this.#changeModel(model.name, { in_use: model.name === name });
      this.#set('engines.local.model', name);
      return { type: 'model_used', name };
    },
    describe: () => ({ type: 'description', ...this.#scene.description }),
    doctor: () => ({ type: 'report', checks: this.#scene.checks }),
    app_info: () => ({ type: 'app_info', ...this.#scene.info }),
    app_set_up: () => ({ type: 'ok' }),
    app_open: () => ({ type: 'ok' }),
    app_confirm_setting: ({ key, value }) => {
      this.#set(key, value);
      return { type: 'chosen', is_done: true };
    },
    app_transcribe_file: () => ({ type: 'chosen', is_done: true }),
    app_export: () => ({ type: 'chosen', is_done: true }),
    app_login: () => ({ type: 'ok' }),
    app_show: () => ({ type: 'ok' }),
    app_quit: () => ({ type: 'ok' }),
  };

  /** A model is removed, in this window or elsewhere. */
  removeModel(name: string): void {
    this.#changeModel(name, { installed: false, in_use: false });
    this.announce({ event: 'models_changed', data: { name, installed: false } });
  }

  /** A download has come to its end: it is installed, or failed. */
  endDownload(name: string, error: Failure | null = null): void {
    this.#changeModel(name, { downloading: null, installed: error === null });
    if (error === null) this.announce({ event: 'models_changed', data: { name, installed: true } });
    const path = `/home/you/.local/share/whis/models/${name}`;
    this.#downloads.get(name)?.(
      error === null
        ? { type: 'model_downloaded', name, path, sha256: 'a'.repeat(64), checksum: 'publisher' }
        : { type: 'error', ...error },
    );
  }

  #changeModel(name: string, change: Partial<ListedModel>): void {
    this.#models = this.#models.map((model) =>
      model.name === name ? { ...model, ...change } : model,
    );
  }

  #start(type: 'toggled'): WindowReply<'toggle'> {
    const from = this.#status.state;
    this.announce(
      { event: 'state_changed', session_id: recordingId, data: { from, to: 'recording' } },
      {
        state: 'recording',
        listening: true,
        current_session: recordingId,
        session: { id: recordingId, elapsed_ms: 0, level_dbfs: null, silent: false },
      },
    );
    return { type, from, to: 'recording', session_id: recordingId, ignored: false };
  }

  #settle(from: Scene['status']['state']): void {
    this.announce(
      { event: 'state_changed', data: { from, to: 'idle' } },
      { state: 'idle', listening: true, session: null, current_session: null, queue: [] },
    );
  }

  #set(key: string, value: unknown): void {
    const settings = structuredClone(this.#settings) as unknown as Record<string, unknown>;
    const path = key.split('.');
    const last = path.pop() ?? '';
    const holder = path.reduce((at, part) => at[part] as Record<string, unknown>, settings);
    holder[last] = key.endsWith('api_key') && value !== null ? '(in-the-keychain)' : value;
    this.#settings = settings as unknown as Scene['settings'];
    this.announce({ event: 'settings_changed', data: { keys: [key] } });
  }

  #find(id: string): Session | null {
    const changed = this.#changed.get(id);
    if (changed !== undefined) return changed;
    const number = Number(id.slice(-12));
    const { olderSessions: newest, sessions } = this.#scene;
    const told = sessions.find((session) => session.id === id);
    if (told) return told;
    return number >= 1 && number <= newest ? madeSession(number, newest, this.#now) : null;
  }

  #list({ query = '', before, limit = 50 }: WindowParams<'list_sessions'>) {
    const { sessions, olderSessions: newest } = this.#scene;
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const isWanted = ({ text }: Session) =>
      words.every((word) => (text ?? '').toLowerCase().includes(word));
    const extra = [...this.#changed.keys()].filter((id) => Number(id.slice(-12)) > 1e9);
    const first = before === undefined ? [...extra, ...sessions.map(({ id }) => id)] : [];
    const found: Session[] = first.flatMap((id) => this.#find(id) ?? []).filter(isWanted);
    let number = before === undefined ? newest : Number(before) - 1;
    for (; number >= 1 && found.length < limit; number -= 1) {
      const session = this.#find(madeSession(number, newest, this.#now).id);
      if (session && isWanted(session)) found.push(session);
    }
    const next = number >= 1 ? String(number + 1) : null;
    return { type: 'session_list', sessions: found, next } as const;
  }
}

function refusal(code: string, message: string) {
  return { type: 'error', code, message } as const;
}

/** A loudness from 0 to 1 that looks like somebody speaking. */
function speechAt(place: number): number {
  const word = Math.abs(Math.sin(place * 0.21) * Math.sin(place * 0.67 + 1));
  return Math.min(1, 0.08 + word * (0.6 + 0.4 * Math.sin(place * 1.7)));
}

const whis = new FakeWhis(window.scene);
// As the preload does it: the page gets two functions, and nothing else.
Object.assign(window, {
  fake: whis,
  whis: { call: whis.call, subscribe: whis.subscribe.bind(whis) } satisfies WindowApi,
});
