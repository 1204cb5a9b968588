import type { Microphone } from '../protocol/microphone.ts';
import type { Check } from '../protocol/requests.ts';
import type { EngineName, PasteKey } from '../protocol/settings.ts';
import type { HotkeyStatus } from '../protocol/status.ts';
import type { Segment, Session } from '../protocol/session.ts';

/** 16 kHz, one channel, signed 16-bit: the only shape of sound inside whis. */
export type Frame = Int16Array;

/** The time. Durations come from `elapsed`, which no change of the wall clock can bend. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Milliseconds since some fixed moment; never goes back. */
  elapsed(): number;
}

/** Turns a microphone into frames. */
export interface Recorder {
  /** For people: `parec`, `pw-record`, `arecord`, `pvrecorder`, or the file that plays the microphone. */
  readonly name: string;
  /** Set where a file plays the microphone: there is no other to choose. */
  readonly isFile?: true;
  /**
   * Opens the microphone and yields frames as they come, until `stop` aborts; what was captured
   * by then is still yielded, then it ends. Leaving the loop early closes the microphone too.
   * When the microphone cannot be opened, the next of `others` is. When it is lost later, those that
   * come after it are tried, then every one of them and the default again, since a sound server that
   * was restarted comes back. Throws `microphone_unavailable` when no first frame comes within
   * `withinMs`, `microphone_lost` when the sound has ended or frozen and none came back within it.
   */
  record(request: {
    readonly microphone: string | null;
    /** Names of those that take over, in this order. */
    readonly others?: readonly string[];
    /** How long it may take to a first frame, at the start and after a loss; 5 s unless given. */
    readonly withinMs?: number;
    readonly on?: MicrophoneEvents;
    readonly stop: AbortSignal;
    /** How much of this dictation was recorded before it was held: a file goes on from there. */
    readonly recordedMs?: number;
  }): AsyncIterable<Frame>;
  /** What the system offers; throws `microphone_unavailable` when it cannot tell. */
  microphones(): Promise<readonly Microphone[]>;
}

/** What is told of the microphones of one recording. */
export interface MicrophoneEvents {
  /** The frames from now on come from this one (null: the default); `gapMs` before them nothing was heard. */
  opened(microphone: string | null, gapMs: number): void;
  /** No more comes from the one that was opened last; another may take over. */
  lost(error: Error): void;
}

/** Audio on disk that an engine is to transcribe. */
export interface RecordedAudio {
  /** A WAV file in the shape of `Frame`. */
  readonly path: string;
  readonly durationMs: number;
  /** Language code, or null to let the engine find out. */
  readonly language: string | null;
  /** Where `language` is null: the only ones that are spoken; empty for any. */
  readonly languages: readonly string[];
  /** Names and terms that may come up; an engine that takes no hints ignores them. */
  readonly words: readonly string[];
}

/** How one dictation's audio is to be understood: what does not depend on the piece of it. */
export type Hints = Pick<RecordedAudio, 'language' | 'languages' | 'words'>;

/** What an engine has understood. */
export interface Transcript {
  readonly text: string;
  /** Empty when the engine gives no times. */
  readonly segments: readonly Segment[];
}

/** Turns audio into text. */
export interface Engine {
  readonly name: EngineName;
  /** The weights or the program that it uses. */
  readonly model: string;
  readonly sendsAudioAway: boolean;
  /** The longest audio that it takes at once; longer audio comes in pieces. null takes any. */
  readonly longestMs: number | null;
  /** How many pieces of one recording it may be given at the same time. */
  readonly parallel: number;
  /** Why it is going to fail, in sentences, where that is known; nothing or null where it is not. */
  readonly problem?: string | null;
  /** Loads what it will need, so that the first audio does not wait; what fails is told by `transcribe`. */
  warmUp(hints: Hints): void;
  /** Words while they are spoken; null where it hears whole recordings only. */
  listen(hints: Hints): LiveTranscription | null;
  /**
   * Tells speech from all other sound while it is recorded; null where nothing can that. To be called
   * before `warmUp`: it is ready sooner than what recognises.
   */
  detectSpeech(hints: Hints, events: SpeechEvents): SpeechDetector | null;
  /**
   * Transcribes one recording. Ends within a deadline that grows with the audio's length, whatever
   * hangs: throws `engine_timeout` or `engine_failed` with what to do next, the abort reason when
   * `cancel` aborts.
   */
  transcribe(audio: RecordedAudio, cancel: AbortSignal): Promise<Transcript>;
  /** Lets go of processes and memory; may be called at any time. */
  close(): Promise<void>;
}

/** A recording that is transcribed while it is spoken. */
export interface LiveTranscription {
  /** Takes the next frame; never waits and never throws. */
  add(frame: Frame): void;
  /** Called with the whole text so far whenever it has changed. */
  onText(listener: (text: string) => void): void;
  /** Everything was spoken: gives the text. Throws as `transcribe` does. */
  finish(cancel: AbortSignal): Promise<Transcript>;
  /** Lets go of it; may be called at any time, and more than once. */
  close(): void;
}

/** Tells where in a recording somebody speaks, while it goes on. */
export interface SpeechDetector {
  /** Takes the next frame; never waits and never throws. */
  add(frame: Frame): void;
  /** Everything was recorded: resolves soon, and never rejects. Nothing is told after it. */
  finish(): Promise<void>;
  /** Lets go of it, and tells nothing more; may be called at any time, and more than once. */
  close(): void;
}

/** What a detector tells of one recording: nothing before `detectSpeech` has returned. */
export interface SpeechEvents {
  /** From what was told last up to this sample of the recording, somebody speaks, or nobody. For good. */
  heard(untilSample: number, isSpeech: boolean): void;
  /** It failed: nothing more is told. */
  lost(): void;
}

/** A recording that is being written. */
export interface AudioSink {
  readonly path: string;
  /** Appends frames; resolves when the system has taken them. Throws `storage_failed`. */
  append(frame: Frame): Promise<void>;
  /** Makes the file a complete WAV, on disk to stay; gives its length. May be called twice. */
  close(): Promise<{ readonly durationMs: number }>;
}

/** What survives: sessions and their audio. Everything is durable when the call returns. */
export interface Ledger {
  /** Creates or replaces the session's row. Throws `storage_failed`. */
  save(session: Session): void;
  /** Forgets a session in which nothing was recorded, and its files. */
  discard(id: string): Promise<void>;
  createAudio(id: string): Promise<AudioSink>;
  /**
   * Copies a part of a recording, which may still be written, into a WAV file of its own. Whoever
   * asked removes it. Throws `audio_missing` and `storage_failed`.
   */
  cutAudio(
    path: string,
    part: { readonly fromMs: number; readonly toMs: number },
  ): Promise<AudioPart>;
  /** Reads a recording that nobody writes any more. Throws `audio_missing` and `storage_failed`. */
  readAudio(path: string): AsyncIterable<Frame>;
}

/** A part of a recording, in a WAV file of its own. */
export interface AudioPart {
  readonly path: string;
  /** Never rejects. */
  remove(): Promise<void>;
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

/** How the clipboard is to be used this once. */
export interface ClipboardOptions {
  readonly cancel?: AbortSignal;
  /** Writes once only: what somebody else has copied meanwhile stays. */
  readonly isGentle?: boolean;
}

/** The clipboard of the desktop. */
export interface Clipboard {
  /** What writes it, for people: `xclip`, `wl-copy`, … */
  readonly name: string;
  /**
   * Writes, reads back and compares; false when another text is there. Throws `delivery_failed`, and
   * the abort reason when `cancel` aborts.
   */
  write(text: string, options?: ClipboardOptions): Promise<boolean>;
  /** The text that is there; null when there is none, or it is no text. Throws as `write` does. */
  read(options?: Pick<ClipboardOptions, 'cancel'>): Promise<string | null>;
}

/** What the shortcut is to do, as the settings have it. */
export interface HotkeyWish {
  /** For example `ctrl+shift+r`; null for none. */
  readonly accelerator: string | null;
  /** Whether it matters when the shortcut is let go (hold to speak). */
  readonly needsRelease: boolean;
  /** Whether Escape is listened for, too. */
  readonly needsEscape: boolean;
}

/** What a person does with the shortcut. */
export interface HotkeyEvents {
  readonly pressed: () => void;
  /** Only where `needsRelease` was wished for. */
  readonly released: () => void;
  /** Escape, only where `needsEscape` was wished for. */
  readonly escaped: () => void;
  readonly lost: (reason: string) => void;
}

/** Listens for the shortcut, wherever the focus is. */
export interface Hotkey {
  status(): HotkeyStatus;
  /** Listens for something else from now on. What it cannot, `status` says. */
  arm(wish: HotkeyWish): Promise<void>;
  close(): Promise<void>;
}

/** Brings text into the window that has the focus. */
export interface Paster {
  /** What presses the keys, for people: `xtest`, `xdotool`, `wtype`, … */
  readonly name: string;
  /**
   * Presses a key that pastes, once. True or false where it can be known whether it arrived, else null.
   * Throws `delivery_failed` with what to do, and the abort reason when `cancel` aborts.
   */
  paste(key: PasteKey, cancel?: AbortSignal): Promise<boolean | null>;
  /** Types a text, key by key. As `paste` otherwise. */
  type(text: string, cancel?: AbortSignal): Promise<boolean | null>;
}

/** Keeps secrets in the system's keychain. */
export interface KeyStore {
  /** Where they are kept, for people; says so when that is no more than plain text. */
  readonly name: string;
  /** Null when there is none, or it cannot be read any more. */
  read(name: string): string | null;
  /** null removes it. Throws `storage_failed`. */
  write(name: string, secret: string | null): Promise<void>;
}

/** Something that a person should hear of, wherever they look. */
export interface Notice {
  readonly kind: 'failure' | 'silence' | 'success' | 'info';
  readonly title: string;
  readonly body: string;
}

/** What a host hands to the daemon. */
export interface Host {
  readonly kind: 'headless' | 'tray';
  readonly clipboard: Clipboard;
  readonly paster: Paster;
  /** Null where there is no keychain: keys come from the environment or the settings then. */
  readonly keys: KeyStore | null;
  readonly spawnModule: SpawnModule;
  readonly programs: Programs;
  /** Makes the shortcut's listener; `events` is called from outside the daemon's own doing. */
  openHotkey(events: HotkeyEvents): Hotkey;
  /** Throws `invalid_settings` for what is no shortcut here, saying what is wrong with it. */
  checkAccelerator(accelerator: string): void;
  notify(notice: Notice): void;
  /** Plays the sound after which one speaks; resolves when it is over, and never rejects. */
  readonly cue?: () => Promise<void>;
  /** What of this host's desktop works, for the doctor. */
  checks(): Promise<readonly Check[]>;
  /** Writes a text to the daemon's standard output. */
  writeOut(text: string): Promise<void>;
}
