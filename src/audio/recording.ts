import type { Frame } from '../core/ports.ts';
import { WhisError } from '../protocol/errors.ts';
import type { Capture, CaptureEnd, CaptureSource } from './capture.ts';
import { createFrameQueue } from './frame-queue.ts';
import { createWatchdog } from './watchdog.ts';

/** How long a recording waits for sound, in milliseconds. */
export interface Deadlines {
  /** From the start to the first frame. A sound server that has to be started first needs 1 to 2 s. */
  readonly firstFrameMs: number;
  /** Between two frames later on. */
  readonly stallMs: number;
}

/** What was captured before a stop has come within a few milliseconds, or never will. */
const drainMs = 1000;
/** A process that the kernel holds (a broken driver) does not even die of SIGKILL: it is left behind. */
const killMs = 2000;

/**
 * Yields the frames of the first of `sources` that opens the microphone, until `stop` aborts; what was
 * captured by then is still yielded. Leaving the loop early closes the microphone. `onOpened` hears
 * which source gave the first frame; `onMoved` hears which microphone the sound server has put into
 * the place of another, and decides whether that one may stay, else it is lost. Throws `microphone_unavailable` when no source gives a first
 * frame or the deadline passes, `microphone_lost` when the sound ends or stalls later.
 */
export async function* recordFrom(
  sources: readonly CaptureSource[],
  {
    microphone,
    stop,
    deadlines,
    onOpened,
    onMoved = () => false,
  }: {
    readonly microphone: string | null;
    readonly stop: AbortSignal;
    readonly deadlines: Deadlines;
    readonly onOpened: (source: CaptureSource) => void;
    readonly onMoved?: (microphone: string) => boolean;
  },
): AsyncGenerator<Frame, void> {
  if (stop.aborted) return;
  const queue = createFrameQueue();
  const complaints: string[] = [];
  const captures: Capture[] = [];
  let isHeard = false;
  let isOver = false;

  const watchdog = createWatchdog(() => {
    if (stop.aborted) queue.end(null);
    else queue.end(isHeard ? stalled(deadlines.stallMs) : late(deadlines.firstFrameMs));
  });

  function open(source: CaptureSource, others: readonly CaptureSource[]): Capture {
    return source.open(microphone, {
      frame(frame) {
        queue.push(frame);
        if (!isHeard) onOpened(source);
        // After a stop its own deadline runs, whatever still comes.
        if (stop.aborted) return;
        if (isHeard) watchdog.feed();
        else watchdog.expect(deadlines.stallMs);
        isHeard = true;
      },
      moved(name) {
        if (isOver || stop.aborted || onMoved(name)) return;
        queue.end(replaced(name, isHeard));
      },
      ended(end) {
        if (isOver) return;
        if (stop.aborted) queue.end(null);
        else if (isHeard) queue.end(lost(source.name, end));
        else if (end.isUnknownMicrophone && microphone !== null)
          queue.end(unknown(microphone, source.name, end));
        else openNext(others, `${source.name}: ${end.words || 'ended without a word'}`);
      },
    });
  }

  function openNext([source, ...others]: readonly CaptureSource[], complaint?: string): void {
    if (complaint !== undefined) complaints.push(complaint);
    if (!source) return queue.end(noneOpened(complaints));
    try {
      captures.push(open(source, others));
    } catch (error) {
      openNext(others, `${source.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  const onStop = () => {
    watchdog.expect(drainMs);
    captures.at(-1)?.stop();
  };
  watchdog.expect(deadlines.firstFrameMs);
  stop.addEventListener('abort', onStop, { once: true });
  try {
    openNext(sources);
    yield* queue;
  } finally {
    isOver = true;
    stop.removeEventListener('abort', onStop);
    watchdog.close();
    await endAll(captures);
  }
}

async function endAll(captures: readonly Capture[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, killMs)));
  await Promise.race([Promise.all(captures.map((capture) => capture.kill())), enough]);
  clearTimeout(timer);
}

function late(firstFrameMs: number): WhisError {
  return new WhisError(
    'microphone_unavailable',
    `No sound came from the microphone within ${Math.round(firstFrameMs / 100) / 10} s. The sound server may hang: ` +
      'restart it, then try again; “whis doctor” shows what is there.',
  );
}

function noneOpened(complaints: readonly string[]): WhisError {
  return new WhisError(
    'microphone_unavailable',
    `No microphone could be opened (${complaints.join('; ')}). Plug one in or start the sound ` +
      'server; “whis doctor” shows what is there.',
  );
}

function unknown(microphone: string, name: string, { words }: CaptureEnd): WhisError {
  return new WhisError(
    'microphone_unavailable',
    `There is no microphone “${microphone}” (${name}: ${words}). “whis doctor” lists the ` +
      'microphones; name one with --device or “whis config set microphone NAME”.',
  );
}

function stalled(stallMs: number): WhisError {
  return new WhisError(
    'microphone_lost',
    `No sound came from the microphone for ${stallMs / 1000} s: the sound server hangs, or the ` +
      'microphone is gone. What was heard before is kept.',
  );
}

function replaced(microphone: string, isHeard: boolean): WhisError {
  return new WhisError(
    isHeard ? 'microphone_lost' : 'microphone_unavailable',
    `The sound server has put “${microphone}” into the microphone's place: it may be unplugged. ` +
      'What was heard before is kept.',
  );
}

function lost(name: string, { words }: CaptureEnd): WhisError {
  return new WhisError(
    'microphone_lost',
    `The microphone stopped (${name}: ${words || 'ended without a word'}). It may be unplugged, or ` +
      'the sound server ended. What was heard before is kept.',
  );
}
