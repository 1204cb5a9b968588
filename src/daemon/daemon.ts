import { randomUUID } from 'node:crypto';

import { Feed } from '../core/feed.ts';
import type { Host, Hotkey } from '../core/ports.ts';
import type { Surroundings } from '../protocol/endpoint.ts';
import { WhisError } from '../protocol/errors.ts';
import type { ListenOptions, OfflineListening } from '../protocol/headless.ts';
import type { ReplyTo, RequestType } from '../protocol/requests.ts';
import type { LogLevel } from '../protocol/events.ts';
import type { Session } from '../protocol/session.ts';
import type { Settings } from '../protocol/settings.ts';
import type { Status } from '../protocol/status.ts';
import type { Paths } from '../store/paths.ts';
import type { Caller } from './caller.ts';
import { hostCaller } from './host-caller.ts';
import { systemClock } from './clock.ts';
import { Counters } from './counters.ts';
import { checkDoor } from './doors.ts';
import { HotkeyKeys, hotkeyWish, isAboutHotkey } from './hotkey-keys.ts';
import { Housekeeping } from './housekeeping.ts';
import { allMethods } from './methods/all.ts';
import type { Methods } from './methods/methods.ts';
import { giveNotice } from './notices.ts';
import { openParts, type Parts } from './parts.ts';
import { recover } from './recovery.ts';
import { checkParams, isRequestType } from './requests.ts';
import { Retries } from './retries.ts';
import { keepSessionLogs } from './session-logs.ts';
import { StatusReader } from './status.ts';

/** How long the queue may go on at the end; what is not transcribed then is left for the next start. */
const patienceMs = 2500;

/** What a daemon needs to run. */
export interface DaemonOptions {
  readonly surroundings: Surroundings;
  readonly paths: Paths;
  readonly host: Host;
  /** What the command line of this run asks for. */
  readonly listen: ListenOptions;
  /** How many clients are connected. */
  readonly countClients: () => number;
  /** Whether a damaged history may be set aside (the default): only the lock's holder may. */
  readonly mend?: boolean;
  /** Somebody asks the daemon to end. */
  readonly onShutdown: () => void;
}

/**
 * The daemon, without its doors: `call` answers every question, `feed` tells every event. Whoever
 * opens it holds the lock of its data folder.
 */
export class Daemon {
  readonly feed: Feed;
  readonly #parts: Parts;
  readonly #methods: Methods;
  readonly #housekeeping: Housekeeping;
  readonly #retries: Retries;
  readonly #hotkey: Hotkey;
  readonly #keys: HotkeyKeys;
  readonly #status: StatusReader;
  #unwatch: () => void = () => {};
  #armed: Promise<void> = Promise.resolve();

  /** Opens history and settings, takes up what was interrupted, and listens for the shortcut. */
  static async open(options: DaemonOptions): Promise<Daemon> {
    const daemon = new Daemon(options, { isServing: true });
    await daemon.#begin();
    return daemon;
  }

  /**
   * Answers one request from the files alone, with nothing recorded, watched or listened for, and
   * lets go of everything again.
   */
  static async answerOnce(
    options: DaemonOptions,
    { type, fields, hear, stop }: { type: string; fields: unknown } & OfflineListening,
  ): Promise<ReplyTo<RequestType>> {
    const daemon = new Daemon(options, { isServing: false });
    if (hear) daemon.feed.subscribe({ topics: new Set(['all']) }, hear);
    stop?.addEventListener('abort', () => void daemon.#parts.models.close(), { once: true });
    try {
      return await daemon.call(hostCaller, type, fields);
    } finally {
      await daemon.#letGo();
    }
  }

  private constructor(
    { paths, host, countClients, onShutdown, mend = true, ...rest }: DaemonOptions,
    { isServing }: { isServing: boolean },
  ) {
    const clock = systemClock;
    const feed = new Feed(clock);
    const onSettled = (session: Session | null) => {
      if (session) this.#retries.settled(session);
      this.#housekeeping.tidy();
    };
    this.feed = feed;
    this.#parts = openParts({ ...rest, paths, host, clock, feed, mend, isServing, onSettled });
    this.#keys = new HotkeyKeys({
      ...this.#parts,
      ask: async (type) => this.call(hostCaller, type, {}),
    });
    this.#hotkey = host.openHotkey({
      pressed: () => this.#keys.pressed(),
      released: () => this.#keys.released(),
      escaped: () => this.#keys.escaped(),
      lost: (reason) => feed.announce('hotkey_lost', { reason }),
    });
    const counters = new Counters(feed);
    this.#status = new StatusReader(this.#parts, {
      counters,
      hotkey: this.#hotkey,
      instance: randomUUID(),
      countClients,
    });
    this.#housekeeping = new Housekeeping(this.#parts);
    this.#retries = new Retries(this.#parts);
    this.#methods = allMethods(this.#parts, {
      counters,
      paths,
      identity: this.#status.identity,
      status: () => this.status(),
      isServing,
      tidy: () => this.#housekeeping.tidy(),
      release: (id) => this.#retries.release(id),
      settingsChanged: (keys) => this.#settingsChanged(keys),
      shutdown: onShutdown,
    });
  }

  /** Resolves when it is known whether the shortcut can be listened for; the daemon serves before. */
  get armed(): Promise<void> {
    return this.#armed;
  }

  /** Listens for the shortcut anew: a sleep, a lock or a switch of users may have taken it. */
  async rearm(): Promise<void> {
    this.#armed = this.#hotkey.arm(hotkeyWish(this.settings()));
    await this.#armed;
  }

  /** Everything about this daemon, now. */
  status(): Status {
    return this.#status.read();
  }

  /** The settings as they are now, with what the command line of this run puts before them. */
  settings(): Settings {
    return this.#parts.settings();
  }

  /** Writes a line into the daemon's log. */
  log(level: LogLevel, line: string): void {
    this.#parts.log.write(level, line);
  }

  /**
   * Answers one request, whichever door it came through. Throws WhisError (or rejects with one);
   * answers at once where nothing has to be waited for.
   */
  call(
    caller: Caller,
    type: string,
    fields: unknown,
  ): ReplyTo<RequestType> | Promise<ReplyTo<RequestType>> {
    if (!isRequestType(type)) {
      throw new WhisError(
        'unknown_request',
        `There is no request “${type.slice(0, 80)}”. They are: ${Object.keys(this.#methods).join(', ')}`,
      );
    }
    return this.#answer(caller, type, fields);
  }

  /**
   * Finalises a recording, gives the queue a moment (none when `hurry` aborts), keeps the rest for the
   * next start, and lets go of everything.
   */
  async close(reason: string, hurry: AbortSignal): Promise<void> {
    const { dictations, log } = this.#parts;
    this.feed.announce('shutting_down', { reason });
    this.#unwatch();
    await this.#hotkey.close();
    await this.#retries.close();
    await dictations.shutdown(patienceMs, hurry);
    log.write('info', `ended: ${reason}`);
    await this.#letGo();
  }

  #answer<Type extends RequestType>(
    caller: Caller,
    type: Type,
    fields: unknown,
  ): ReplyTo<Type> | Promise<ReplyTo<Type>> {
    const params = checkParams(type, fields);
    checkDoor(caller, type, params);
    return this.#methods[type](params, caller);
  }

  async #begin(): Promise<void> {
    const { store, settingsFile, log, dictations, host } = this.#parts;
    keepSessionLogs(this.feed, store);
    giveNotice(this.feed, {
      settings: () => this.settings(),
      notify: (notice) => host.notify(notice),
    });
    log.write('info', `started, pid ${process.pid}`);
    for (const notice of this.status().notices) log.write('warn', notice);
    this.#unwatch = settingsFile.watch((outcome) => {
      if ('error' in outcome) log.write('error', outcome.error.message);
      else this.#settingsChanged(outcome.changed);
    });
    await recover(this.#parts, dictations);
    this.#retries.begin();
    this.#housekeeping.tidy();
    this.#armed = this.#hotkey.arm(hotkeyWish(this.#parts.settings()));
  }

  async #letGo(): Promise<void> {
    const { engines, models, store, log } = this.#parts;
    await this.#housekeeping.close();
    await models.close();
    await engines.close();
    await log.close();
    await store.close();
  }

  #settingsChanged(keys: readonly string[]): void {
    if (keys.length === 0) return;
    this.feed.announce('settings_changed', { keys });
    if (keys.some(isAboutHotkey)) void this.#hotkey.arm(hotkeyWish(this.#parts.settings()));
    this.#housekeeping.tidy();
  }
}
