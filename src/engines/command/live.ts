import type { Frame, LiveTranscription, Programs, Transcript } from '../../core/ports.ts';
import { bytesOfFrame, durationOfBytes } from '../../core/wav.ts';
import { WhisError, type ErrorCode } from '../../protocol/errors.ts';
import { deadlineMs, type Allowance } from '../deadline.ts';
import type { Command } from './presets.ts';

/** What listens, and how long it may be behind. */
export interface Listening {
  readonly command: Command & { readonly liveArgv: readonly string[] };
  readonly programs: Programs;
  readonly allowance: Allowance;
}

/** A program that hears a recording while it is spoken, and prints line by line what it understands. */
export class CommandLive implements LiveTranscription {
  readonly #listening: Listening;
  readonly #program: ReturnType<Programs['start']>;
  readonly #printed: Promise<void>;
  /** What the program has not taken yet. */
  readonly #waiting: Uint8Array[] = [];
  #wake = () => {};
  #isFinishing = false;
  /** It was given all of the sound while it ran. */
  #isTaken = false;
  #hasEnded = false;
  /** Runs while sound waits for it; begins anew with each piece that it takes. */
  #hang: NodeJS.Timeout | undefined;
  /** Why it was not waited for any longer. */
  #trouble: WhisError | null = null;
  #output = '';
  #text = '';
  #listener: (text: string) => void = () => {};

  /** Throws as `Programs.start` does. */
  constructor(listening: Listening) {
    this.#listening = listening;
    const { command, programs } = listening;
    this.#program = programs.start(command.liveArgv, { input: this.#sound() });
    this.#printed = this.#hear();
    // Told by `finish`, which may never be called.
    this.#printed.catch(() => {});
    void this.#program.exited.then(() => this.#end());
  }

  add(frame: Frame): void {
    if (this.#hasEnded) return;
    this.#waiting.push(bytesOfFrame(frame));
    if (this.#waiting.length === 1) this.#watch();
    this.#wake();
  }

  onText(listener: (text: string) => void): void {
    this.#listener = listener;
  }

  async finish(cancel: AbortSignal): Promise<Transcript> {
    const { allowance, command } = this.#listening;
    const behind = this.#waiting.reduce((sum, { length }) => sum + length, 0);
    const limitMs = deadlineMs(allowance, durationOfBytes(behind));
    const deadline = setTimeout(() => this.#giveUp('did not end', limitMs), limitMs);
    const abort = () => this.close();
    cancel.addEventListener('abort', abort, { once: true });
    if (cancel.aborted) abort();
    this.#isFinishing = true;
    this.#wake();
    try {
      const [{ code }] = await Promise.all([this.#program.exited, this.#printed]);
      cancel.throwIfAborted();
      if (this.#trouble) throw this.#trouble;
      if (code !== 0 || !this.#isTaken)
        throw this.#failed('engine_failed', `ended too early (exit code ${code})`);
      return command.read(this.#output);
    } finally {
      clearTimeout(deadline);
      cancel.removeEventListener('abort', abort);
    }
  }

  close(): void {
    this.#end();
    void this.#program.kill();
  }

  #end(): void {
    this.#hasEnded = true;
    this.#waiting.length = 0;
    clearTimeout(this.#hang);
  }

  /** A program that hangs is noticed while one still speaks. */
  #watch(): void {
    clearTimeout(this.#hang);
    if (this.#waiting.length === 0) return;
    const { baseMs } = this.#listening.allowance;
    this.#hang = setTimeout(() => this.#giveUp('took nothing of the sound', baseMs), baseMs);
  }

  #giveUp(how: string, withinMs: number): void {
    this.#trouble ??= this.#failed('engine_timeout', `${how} within ${withinMs / 1000} s`);
    this.close();
  }

  #failed(code: ErrorCode, how: string): WhisError {
    return new WhisError(code, `“${this.#listening.command.model}” ${how} while it listened.`);
  }

  async *#sound(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const bytes = this.#waiting.shift();
      this.#watch();
      if (bytes) yield bytes;
      else if (this.#isFinishing) break;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    this.#isTaken = !this.#hasEnded;
  }

  async #hear(): Promise<void> {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    for await (const bytes of this.#program.output) {
      this.#output += decoder.decode(bytes, { stream: true });
      // The last line may still be on its way.
      const lines = this.#output.slice(0, this.#output.lastIndexOf('\n') + 1);
      const { text } = this.#listening.command.read(lines);
      if (text !== this.#text) this.#listener(text);
      this.#text = text;
    }
  }
}
