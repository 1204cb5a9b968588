import type { Hotkey } from '../core/ports.ts';
import { asWhisError } from '../protocol/errors.ts';
import type { Status } from '../protocol/status.ts';
import { version } from '../protocol/version.ts';
import type { Counters } from './counters.ts';
import type { Parts } from './parts.ts';

/** Reads the status of a running daemon. Nothing in it waits for anything. */
export class StatusReader {
  readonly #parts: Parts;
  readonly #more: {
    counters: Counters;
    hotkey: Hotkey;
    instance: string;
    countClients: () => number;
  };
  readonly #startedAt: { wall: number; elapsed: number };

  constructor(
    parts: Parts,
    more: { counters: Counters; hotkey: Hotkey; instance: string; countClients: () => number },
  ) {
    this.#parts = parts;
    this.#more = more;
    this.#startedAt = { wall: parts.clock.now(), elapsed: parts.clock.elapsed() };
  }

  read(): Status {
    const { clock, feed, host, recorder, dictations, store, settingsFile } = this.#parts;
    const { counters, hotkey, instance, countClients } = this.#more;
    const { machine, state, current } = dictations;
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
      pid: process.pid,
      instance,
      version,
      host: host.kind,
      ...this.#engine(),
      microphone: recorder.isFile
        ? recorder.name
        : `${recorder.name}, ${this.#parts.settings().microphone ?? 'default'}`,
      hotkey: hotkey.status(),
      notices: [...store.notices, ...settingsFile.notices],
      clients: countClients(),
      rss_bytes: process.memoryUsage.rss(),
      started_at: new Date(this.#startedAt.wall).toISOString(),
      seq: feed.seq,
    };
  }

  #engine(): Pick<Status, 'engine' | 'model' | 'audio_leaves_machine' | 'engine_error'> {
    const { engines, wanted } = this.#parts;
    try {
      const { name, model, sendsAudioAway } = engines.choose(this.#parts.settings(), wanted);
      return { engine: name, model, audio_leaves_machine: sendsAudioAway, engine_error: null };
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
