import type { DatabaseSync } from 'node:sqlite';

import type { AudioPart, AudioSink, Frame, Ledger } from '../core/ports.ts';
import type { WhisError } from '../protocol/errors.ts';
import type { SessionQuery } from '../protocol/requests.ts';
import type { Session } from '../protocol/session.ts';
import { AudioFile, repairAudioFile, type RepairedAudio } from './audio-file.ts';
import { cutAudioFile, removeParts } from './audio-part.ts';
import { readAudioFile } from './audio-reader.ts';
import { openDatabase } from './database.ts';
import { History, type SessionPage } from './history.ts';
import type { Paths } from './paths.ts';
import { Cleaner, type Retention } from './retention.ts';
import { SessionLogs } from './session-logs.ts';
import { audioFile, logFile } from './session-row.ts';
import { storageError } from './storage-error.ts';
import { Undo, type Undoable } from './undo.ts';

/** What a store is opened with. */
export interface StoreOptions {
  /**
   * Whether a damaged history is set aside (the default). Only the holder of the lock may do that:
   * another process says false and gets an error instead.
   */
  readonly mend?: boolean;
  /** The wall clock, milliseconds since 1970: when a cancel was made, and the names of what is set aside. */
  readonly now?: () => number;
  /** Told once when session logs cannot be written (any more). */
  readonly onError?: (error: WhisError) => void;
}

/**
 * What survives: sessions, their recordings and their logs. Every change is on disk when its call
 * returns. Every method throws `storage_failed` when the disk does not do what was asked.
 */
export class Store implements Ledger {
  /** What people should be told about the opening: a history that was set aside. */
  readonly notices: readonly string[];
  readonly #paths: Paths;
  readonly #now: () => number;
  readonly #database: DatabaseSync;
  readonly #history: History;
  readonly #undo: Undo;
  readonly #logs: SessionLogs;
  readonly #cleaner: Cleaner;

  private constructor(paths: Paths, options: StoreOptions) {
    const { mend = true, now = Date.now } = options;
    const { database, notices } = openDatabase(paths.history, { mend, now: now() });
    this.notices = notices;
    this.#paths = paths;
    this.#now = now;
    this.#database = database;
    this.#history = new History(database, paths);
    this.#undo = new Undo(database, paths);
    this.#logs = new SessionLogs(paths, options.onError ?? (() => {}));
    this.#cleaner = new Cleaner(database, paths, this.#logs);
  }

  /** Opens what is in the folders, which `makeFolders` has made. */
  static open(paths: Paths, options: StoreOptions = {}): Store {
    return new Store(paths, options);
  }

  save(session: Session): void {
    this.#change(`Session ${session.id} could not be saved`, () => {
      this.#history.save(session);
      this.#undo.note(session, this.#now());
    });
  }

  /** Null for one that does not exist or was deleted. */
  get(id: string): Session | null {
    return this.#read(() => this.#history.get(id));
  }

  /** The ids, two at most, that begin or end with `part` and were not deleted. */
  matching(part: string): string[] {
    return this.#read(() => this.#history.matching(part));
  }

  /** The newest that was not deleted. */
  newest(): Session | null {
    return this.#read(() => this.#history.newest());
  }

  /** Newest first, in the order of creation. Throws `invalid_request` for a query out of bounds. */
  list(query: SessionQuery): SessionPage {
    return this.#read(() => this.#history.list(query));
  }

  /** What is being recorded or transcribed, or was when a daemon ended; oldest first. */
  unfinished(): Session[] {
    return this.#read(() => this.#history.unfinished());
  }

  /** Those with a text that was on its way to somebody when a daemon ended; oldest first. */
  undelivered(): Session[] {
    return this.#read(() => this.#history.undelivered());
  }

  /** Deletes so that it can be taken back. `at`: milliseconds since 1970. Throws `no_such_session`. */
  hide(id: string, at: number): void {
    this.#change(`Session ${id} could not be deleted`, () => this.#undo.hide(id, at));
  }

  /** The newest cancel or delete, of one session if an id is given; null when there is none. */
  undoable(id: string | null = null): Undoable | null {
    return this.#read(() => this.#undo.newest(id));
  }

  /** As `matching`, among the sessions whose cancel or delete can be taken back. */
  matchingUndoable(part: string): string[] {
    return this.#read(() => this.#undo.matching(part));
  }

  /** Takes a delete back. (A cancel is taken back by saving the session with another status.) */
  restore(id: string): void {
    this.#change(`Session ${id} could not be restored`, () => this.#undo.restore(id));
  }

  /**
   * Removes for good what can no longer be taken back, and the recordings that the settings no longer
   * keep: of sessions that are done and whose text has reached somebody, never another's. Returns when
   * something next falls due, in milliseconds since 1970, or null.
   */
  async purge(retention: Retention): Promise<number | null> {
    try {
      return await this.#cleaner.clean(retention);
    } catch (error) {
      throw storageError('What is no longer kept could not all be removed', error);
    }
  }

  async discard(id: string): Promise<void> {
    this.#logs.retire(id);
    await this.#logs.flush();
    this.#change(`Session ${id} could not be removed`, () => this.#cleaner.forget(id));
  }

  /** Removes a session's recording; its text stays. A file outside the audio folder is let be. */
  async deleteAudio(id: string): Promise<void> {
    this.#change(`The recording of session ${id} could not be removed`, () =>
      this.#cleaner.dropAudio(id),
    );
  }

  /** Begins the recording `audioPath(id)`. */
  createAudio(id: string): Promise<AudioSink> {
    return AudioFile.create(this.audioPath(id));
  }

  cutAudio(
    path: string,
    part: { readonly fromMs: number; readonly toMs: number },
  ): Promise<AudioPart> {
    return cutAudioFile(path, part);
  }

  readAudio(path: string): AsyncIterable<Frame> {
    return readAudioFile(path);
  }

  /** Removes the parts of recordings that a crash has left, while none is cut. Never rejects. */
  removeParts(): Promise<void> {
    return removeParts(this.#paths.audio);
  }

  /**
   * Makes a recording that a crash cut off whole again. Null when there is none, or no sample in it.
   * Never to be called while its sink is open.
   */
  repairAudio(id: string): Promise<RepairedAudio | null> {
    return repairAudioFile(this.audioPath(id));
  }

  /** Where a session's recording is, or would be. */
  audioPath(id: string): string {
    return audioFile(this.#paths, id);
  }

  /** Where a session's log is, or will be. */
  logPath(id: string): string {
    return logFile(this.#paths, id);
  }

  /** Appends a line to a session's log, as JSON. Never throws: see `onError`. */
  appendLog(id: string, line: object): void {
    this.#logs.append(id, line);
  }

  /** The last lines of a session's log, oldest first; none when there is no log. */
  readLog(id: string, lines: number): Promise<unknown[]> {
    return this.#logs.read(id, lines);
  }

  /** Resolves when all log lines so far are written. */
  flush(): Promise<void> {
    return this.#logs.flush();
  }

  /** Writes the log lines that wait, and lets go of the database. May be called twice. */
  async close(): Promise<void> {
    await this.#logs.flush();
    if (this.#database.isOpen) this.#database.close();
  }

  /** All of it or nothing. */
  #change(failure: string, change: () => void): void {
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      try {
        change();
        this.#database.exec('COMMIT');
      } catch (error) {
        // SQLite has already rolled back when the disk was full.
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
        throw error;
      }
    } catch (error) {
      throw storageError(failure, error);
    }
  }

  #read<Result>(read: () => Result): Result {
    try {
      return read();
    } catch (error) {
      throw storageError(`The history ${this.#paths.history} could not be read`, error);
    }
  }
}
