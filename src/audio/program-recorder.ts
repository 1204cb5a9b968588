import type { Programs, RunningProgram } from '../core/ports.ts';
import type { Capture, CaptureEnd, CaptureEvents, CaptureSource } from './capture.ts';
import { createFrameCutter } from './frame-cutter.ts';
import { plainLanguage, type RecordingProgram } from './recording-programs.ts';

/**
 * A sound server hands over every 10 ms: to be woken each time was more than half of what recording
 * costs. A level is told this often, and looks as if it moved.
 */
const readEveryMs = 100;

/** Makes a capture source of a program that writes samples to its standard output. */
export function programSource(program: RecordingProgram, programs: Programs): CaptureSource {
  return {
    name: program.name,
    open(microphone, events) {
      const capture = new ProgramCapture(program, programs);
      void capture.run(microphone, events);
      return capture;
    },
    microphones: () => program.list(programs),
  };
}

class ProgramCapture implements Capture {
  readonly #program: RecordingProgram;
  readonly #programs: Programs;
  readonly #over = new AbortController();
  #running: RunningProgram | null = null;

  constructor(program: RecordingProgram, programs: Programs) {
    this.#program = program;
    this.#programs = programs;
  }

  /** From the program's start to its end; never rejects. */
  async run(microphone: string | null, events: CaptureEvents): Promise<void> {
    try {
      // Nothing is told before `open` has returned.
      await Promise.resolve();
      const isKnown = await this.#knows(microphone);
      if (this.#over.signal.aborted)
        return events.ended({ words: 'stopped', isUnknownMicrophone: false });
      if (!isKnown)
        return events.ended({ words: 'it is not in its list', isUnknownMicrophone: true });
      const hear = createLineReader((line) => {
        const [, name] = this.#program.moved?.exec(line) ?? [];
        if (name !== undefined) events.moved(name);
      });
      this.#running = this.#programs.start(this.#program.argv(microphone), {
        env: plainLanguage,
        onSaid: hear,
        readEveryMs,
      });
      await passOn(this.#running, events);
      events.ended(this.#endOf((await this.#running.exited).stderr));
    } catch (error) {
      events.ended(this.#endOf(error instanceof Error ? error.message : String(error)));
    }
  }

  stop(): void {
    void this.kill();
  }

  async kill(): Promise<void> {
    this.#over.abort();
    await this.#running?.kill();
  }

  async #knows(microphone: string | null): Promise<boolean> {
    if (microphone === null || this.#program.unknownMicrophone) return true;
    const known = await this.#program.list(this.#programs, this.#over.signal);
    return known.some(({ name }) => name === microphone);
  }

  #endOf(said: string): CaptureEnd {
    return {
      words: inOneLine(said, this.#program.chatter),
      isUnknownMicrophone: this.#program.unknownMicrophone?.test(said) ?? false,
    };
  }
}

/** What a program said, without its chatter. */
function inOneLine(said: string, chatter: RegExp | null): string {
  const lines = said.split(lineEnd).map((line) => line.trim());
  return lines.filter((line) => line !== '' && !chatter?.test(line)).join(', ');
}

/** A carriage return ends a line too: parec writes its time over itself. */
const lineEnd = /[\r\n]+/;

/** Makes a function that takes text as it comes and hands on each line that is complete. */
function createLineReader(onLine: (line: string) => void): (text: string) => void {
  let begun = '';
  return (text) => {
    const lines = (begun + text).split(lineEnd);
    begun = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  };
}

async function passOn(running: RunningProgram, events: CaptureEvents): Promise<void> {
  const cut = createFrameCutter();
  for await (const chunk of running.output) {
    const frame = cut(chunk);
    if (frame) events.frame(frame);
  }
}
