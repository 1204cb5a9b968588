import type { Microphone } from '../../protocol/microphone.ts';

/** 16 kHz, one channel, signed 16-bit: the only shape of sound inside whis. */
export type Frame = Int16Array;

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
