import type { Frame } from '../core/ports.ts';
import type { Microphone } from '../protocol/microphone.ts';

/** One way to a microphone: a program of the system, or our own child around a library. */
export interface CaptureSource {
  /** For people: `parec`, `arecord`, … */
  readonly name: string;
  /**
   * Starts to capture from a microphone, null being the system's default. Everything that happens
   * is told through `events`, never before this call has returned. Throws when it cannot even try.
   */
  open(microphone: string | null, events: CaptureEvents): Capture;
  /** What this way can open. Throws when it cannot tell. */
  microphones(): Promise<readonly Microphone[]>;
}

/** A microphone that a process holds open. */
export interface Capture {
  /** Asks the process to end; what it had captured still comes, then `ended`. */
  stop(): void;
  /** Ends the process for sure; resolves when it is gone. */
  kill(): Promise<void>;
}

/** What is told about a capture: any number of frames and moves, then its end. */
export interface CaptureEvents {
  frame(frame: Frame): void;
  /** The sound server has put another microphone into the place of the one that was opened. */
  moved(microphone: string): void;
  ended(end: CaptureEnd): void;
}

/** Why a capture ended. */
export interface CaptureEnd {
  /** In the words of the program or library, one line; empty when it said nothing. */
  readonly words: string;
  /** True when the microphone that was asked for is not known there. */
  readonly isUnknownMicrophone: boolean;
}
