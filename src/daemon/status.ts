import type { Hotkey } from '../core/ports.ts';
import { asWhisError } from '../protocol/errors.ts';
import type { Settings } from '../protocol/settings.ts';
import type { Status } from '../protocol/status.ts';
import { version } from '../protocol/version.ts';
import { keychainNotices } from './keychain.ts';
import type { Counters } from './counters.ts';
import type { Parts } from './parts.ts';

/**
 * What the system has to be asked for is not asked for again within this time, unless the settings
 * have changed: it takes 200 µs, all the rest of a status 3.
 */
const lookAgainMs = 250;

/** Which daemon this is: the same in every answer. */
export type Identity = Pick<Status, 'pid' | 'instance' | 'version' | 'host'>;

type Engine = Pick<Status, 'engine' | 'model' | 'audio_leaves_machine' | 'engine_error'>;

interface Seen {
  readonly at: number;
  readonly settings: Settings;
  readonly engine: Engine;
  readonly lostKeys: readonly string[];
  readonly rssBytes: number;
}

/** Reads the status of a running daemon. Nothing in it waits for anything. */
export class StatusReader {
  readonly identity: Identity;
  readonly #parts: Parts;
  readonly #more: { counters: Counters; hotkey: Hotkey; countClients: () => number };
  readonly #startedAt: { iso: string; elapsed: number };
  #seen: Seen | null = null;

  constructor(
    parts: Parts,
    more: { counters: Counters; hotkey: Hotkey; instance: string; countClients: () => number },
  ) {
    this.#parts = parts;
    this.#more = more;
    const { instance } = more;
    this.identity = { pid: process.pid, instance, version, host: parts.host.kind };
    const { clock } = parts;
    this.#startedAt = { iso: new Date(clock.now()).toISOString(), elapsed: clock.elapsed() };
  }

  read(): Status {
    const { clock, feed, recorder, dictations, store, settingsFile } = this.#parts;
    const { counters, hotkey, countClients } = this.#more;
    const { machine, state, current } = dictations;
    const { settings, engine, lostKeys, rssBytes } = this.#look();
    const { microphone = settings.microphone } = dictations;
    return {
      state,
      listening: machine.listening,
      uptime_secs: Math.floor((clock.elapsed() - this.#startedAt.elapsed) / 1000),
      current_session: current?.id ?? null,
      session: current,
      queue: machine.queue,
      saves_count: counters.saves,
      total_resumes: counters.resumes,
      failed_count: counters.failures,
      ...this.identity,
      ...engine,
      microphone: recorder.isFile ? recorder.name : `${recorder.name}, ${microphone ?? 'default'}`,
      hotkey: hotkey.status(),
      notices: [...store.notices, ...settingsFile.notices, ...lostKeys],
      clients: countClients(),
      rss_bytes: rssBytes,
      started_at: this.#startedAt.iso,
      seq: feed.seq,
    };
  }

  #look(): Seen {
    const { clock, host, settingsFile } = this.#parts;
    const settings = this.#parts.settings();
    const at = clock.elapsed();
    const isFresh = this.#seen?.settings === settings && at - this.#seen.at < lookAgainMs;
    if (this.#seen && isFresh) return this.#seen;
    const engine = this.#engine(settings);
    const lostKeys = keychainNotices(settingsFile.current, host.keys);
    this.#seen = { at, settings, engine, lostKeys, rssBytes: process.memoryUsage.rss() };
    return this.#seen;
  }

  #engine(settings: Settings): Engine {
    const { engines, wanted } = this.#parts;
    try {
      const { name, model, sendsAudioAway, problem = null } = engines.choose(settings, wanted);
      const error =
        problem === null ? null : ({ code: 'engine_failed', message: problem } as const);
      return { engine: name, model, audio_leaves_machine: sendsAudioAway, engine_error: error };
    } catch (thrown) {
      const { code, message } = asWhisError(thrown, 'no_engine');
      return {
        engine: null,
        model: null,
        audio_leaves_machine: null,
        engine_error: { code, message },
      };
    }
  }
}
