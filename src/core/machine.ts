import type { ErrorCode } from '../protocol/errors.ts';
import type { DaemonState } from '../protocol/status.ts';

/** The dictation that has the microphone, and how far it is. */
export type Capture =
  | { readonly phase: 'none' }
  | {
      /** `starting`: no frame yet. `on`: recording. `held`: the microphone is closed for a while. */
      readonly phase: 'starting' | 'on' | 'held';
      readonly id: string;
    };

/** What moves: the capture, the queue of sessions to transcribe, and the switch for listening. */
export interface Machine {
  readonly listening: boolean;
  readonly capture: Capture;
  /** Session ids, oldest first; the first one is being transcribed. */
  readonly queue: readonly string[];
  /** True from the shutdown on: nothing new begins. */
  readonly ending: boolean;
}

/** Somebody asks. `id` of `toggle` and `start` is the session that would begin. */
export type Ask =
  | { readonly ask: 'toggle'; readonly id: string; readonly whileTranscribing: 'ignore' | 'record' }
  | { readonly ask: 'start'; readonly id: string }
  | { readonly ask: 'enqueue'; readonly id: string }
  | { readonly ask: 'stop'; readonly id?: string | undefined }
  | { readonly ask: 'cancel'; readonly id?: string | undefined }
  | { readonly ask: 'pause' | 'resume' | 'shutdown' };

/** Something has happened to a session by itself. */
export type Fact = {
  /**
   * `heard`: the first frame is there. `captured`: the recording ended by itself and is to be
   * transcribed. `unheard`: no sound could be had. `settled`: its text is delivered, or it failed,
   * wherever it was.
   */
  readonly fact: 'heard' | 'captured' | 'unheard' | 'settled';
  readonly id: string;
};

/** What is to be done now, in this order. */
export type Act =
  | {
      /**
       * `open` the microphone for a session, `abandon` one that has not been heard, `end` its
       * recording, `hold` and `release` it, `cancel` it, `transcribe` its kept audio.
       */
      readonly act: 'open' | 'abandon' | 'end' | 'hold' | 'release' | 'cancel' | 'transcribe';
      readonly id: string;
    }
  | { readonly act: 'exit' };

/** What whoever asked is told. */
export type Verdict =
  | { readonly verdict: 'done'; readonly id: string | null }
  | { readonly verdict: 'ignored'; readonly reason: string }
  | { readonly verdict: 'refused'; readonly code: ErrorCode; readonly message: string };

/** One move of the machine. */
export interface Step {
  readonly machine: Machine;
  readonly acts: readonly Act[];
  readonly verdict: Verdict;
}

/** The machine of a daemon that has just started. */
export const still: Machine = {
  listening: true,
  capture: { phase: 'none' },
  queue: [],
  ending: false,
};

/** The state that everyone sees. A dictation that is `starting` does not show yet. */
export function stateOf({ listening, capture, queue }: Machine): DaemonState {
  if (!listening || capture.phase === 'held') return 'paused';
  if (capture.phase === 'on') return 'recording';
  return queue.length > 0 ? 'transcribing' : 'idle';
}

/** Answers a question: the whole table of the state machine, and nothing else decides. */
export function decide(machine: Machine, ask: Ask): Step {
  if (machine.ending && ask.ask !== 'shutdown') {
    return refuse(machine, 'shutting_down', 'The daemon is ending. Start it again: whis listen');
  }
  switch (ask.ask) {
    case 'toggle':
      return toggle(machine, ask);
    case 'start':
      return start(machine, ask.id);
    case 'enqueue':
      return done(
        { ...machine, queue: [...machine.queue, ask.id] },
        [{ act: 'transcribe', id: ask.id }],
        ask.id,
      );
    case 'stop':
      return stop(machine, ask.id);
    case 'cancel':
      return cancel(machine, ask.id);
    case 'pause':
      return pause(machine);
    case 'resume':
      return resume(machine);
    case 'shutdown':
      return shutdown(machine);
  }
}

/** Takes note of a fact. One that comes too late for its session changes nothing. */
export function note(machine: Machine, { fact, id }: Fact): Machine {
  const { capture, queue } = machine;
  const hasMicrophone = capture.phase !== 'none' && capture.id === id;
  switch (fact) {
    case 'heard':
      return hasMicrophone && capture.phase === 'starting'
        ? { ...machine, capture: { phase: 'on', id } }
        : machine;
    case 'captured':
      return hasMicrophone ? { ...machine, capture: none, queue: [...queue, id] } : machine;
    case 'unheard':
      return hasMicrophone ? { ...machine, capture: none } : machine;
    case 'settled':
      return {
        ...machine,
        capture: hasMicrophone ? none : capture,
        queue: queue.filter((waiting) => waiting !== id),
      };
  }
}

const none: Capture = { phase: 'none' };

function toggle(machine: Machine, ask: Ask & { ask: 'toggle' }): Step {
  if (machine.capture.phase !== 'none') return stop(machine, undefined);
  if (!machine.listening) return ignore(machine, 'Listening is paused: whis resume');
  if (machine.queue.length > 0 && ask.whileTranscribing === 'ignore') {
    return ignore(
      machine,
      'The last dictation is still being transcribed. whis start begins another one all the same.',
    );
  }
  return open(machine, ask.id);
}

function start(machine: Machine, id: string): Step {
  if (machine.capture.phase !== 'none') {
    return refuse(machine, 'busy', 'A dictation is being recorded already. End it: whis done');
  }
  if (!machine.listening)
    return refuse(machine, 'paused', 'Listening is paused. Go on: whis resume');
  return open(machine, id);
}

function open(machine: Machine, id: string): Step {
  return done({ ...machine, capture: { phase: 'starting', id } }, [{ act: 'open', id }], id);
}

function stop(machine: Machine, wanted: string | undefined): Step {
  const { capture } = machine;
  if (capture.phase === 'none' || (wanted !== undefined && wanted !== capture.id)) {
    return notRecording(machine, wanted);
  }
  if (capture.phase === 'starting') return abandon(machine, capture.id);
  const queue = [...machine.queue, capture.id];
  return done({ ...machine, capture: none, queue }, [{ act: 'end', id: capture.id }], capture.id);
}

function abandon(machine: Machine, id: string): Step {
  return done({ ...machine, capture: none }, [{ act: 'abandon', id }], id);
}

function cancel(machine: Machine, wanted: string | undefined): Step {
  const { capture, queue } = machine;
  if (capture.phase !== 'none' && (wanted === undefined || wanted === capture.id)) {
    if (capture.phase === 'starting') return abandon(machine, capture.id);
    return done({ ...machine, capture: none }, [{ act: 'cancel', id: capture.id }], capture.id);
  }
  const newest = machine.listening ? queue.at(-1) : undefined;
  const id = wanted === undefined ? newest : queue.find((waiting) => waiting === wanted);
  if (id === undefined) return notRecording(machine, wanted);
  const rest = queue.filter((waiting) => waiting !== id);
  return done({ ...machine, queue: rest }, [{ act: 'cancel', id }], id);
}

function pause(machine: Machine): Step {
  const { capture } = machine;
  switch (capture.phase) {
    case 'none':
      return done({ ...machine, listening: false }, [], null);
    case 'starting': {
      const ended = abandon(machine, capture.id);
      return { ...ended, machine: { ...ended.machine, listening: false } };
    }
    case 'on':
      return done(
        { ...machine, capture: { phase: 'held', id: capture.id } },
        [{ act: 'hold', id: capture.id }],
        capture.id,
      );
    case 'held':
      return done(machine, [], capture.id);
  }
}

function resume(machine: Machine): Step {
  const { capture } = machine;
  if (capture.phase === 'held') {
    const { id } = capture;
    return done({ ...machine, capture: { phase: 'on', id } }, [{ act: 'release', id }], id);
  }
  return done({ ...machine, listening: true }, [], null);
}

function shutdown(machine: Machine): Step {
  if (machine.ending) return done(machine, [], null);
  const { capture } = machine;
  const ended = capture.phase === 'none' ? done(machine, [], null) : stop(machine, undefined);
  return done({ ...ended.machine, ending: true }, [...ended.acts, { act: 'exit' }], null);
}

function done(machine: Machine, acts: readonly Act[], id: string | null): Step {
  return { machine, acts, verdict: { verdict: 'done', id } };
}

function ignore(machine: Machine, reason: string): Step {
  return { machine, acts: [], verdict: { verdict: 'ignored', reason } };
}

function refuse(machine: Machine, code: ErrorCode, message: string): Step {
  return { machine, acts: [], verdict: { verdict: 'refused', code, message } };
}

function notRecording(machine: Machine, wanted: string | undefined): Step {
  const message =
    wanted === undefined
      ? 'Nothing is being recorded. Begin: whis start'
      : `Session ${wanted} is not being recorded. What is: whis status`;
  return refuse(machine, 'not_recording', message);
}
