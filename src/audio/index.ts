import type { MicrophoneEvents, Programs, Recorder, SpawnModule } from '../core/ports.ts';
import { WhisError } from '../protocol/errors.ts';
import type { Microphone } from '../protocol/microphone.ts';
import type { CaptureSource } from './capture.ts';
import { openFileRecorder } from './file-recorder.ts';
import { programSource } from './program-recorder.ts';
import { pvrecorderSource } from './pvrecorder.ts';
import { recordFrom, type Deadlines } from './recording.ts';
import { recordingPrograms } from './recording-programs.ts';
import { recordInSuccession } from './succession.ts';

export { importAudio } from './import-file.ts';
export { checkWavFile } from './wav-file.ts';
export { readWaveform } from './waveform.ts';

/** What a recorder is made of. */
export interface RecorderOptions {
  /** As `process.platform` has it. */
  readonly platform: string;
  readonly programs: Programs;
  readonly spawnModule: SpawnModule;
  /** A WAV file that plays the microphone, at its own speed or as fast as it is read. */
  readonly input?: { readonly path: string; readonly speed: 'real' | 'max' };
  readonly deadlines?: Partial<Deadlines>;
}

/** PulseAudio, asked for the first time, may have to start itself: that takes up to 2 s. */
const defaultDeadlines: Deadlines = { firstFrameMs: 5000, stallMs: 3000 };

/** A recording that another microphone can go on with waits for less: words are spoken meanwhile. */
const spareStallMs = 1000;

/** Nobody wants to know. */
const unheeded: MicrophoneEvents = { opened: () => {}, lost: () => {} };

/** ALSA lists these whether the sound server runs or not: its own program has just said that it does not. */
const serverPlugins: ReadonlySet<string> = new Set(['pulse', 'pipewire']);

/**
 * Chooses how sound becomes samples: `input` if there is one; on Linux the recording programs that are
 * installed, in the order of their table; everywhere, at last, pvrecorder in a child of ours. The next
 * one is tried when one cannot open any microphone (parec without a sound server, say).
 */
export function openRecorder(options: RecorderOptions): Recorder {
  const { platform, programs, spawnModule, input } = options;
  if (input) return openFileRecorder(input);
  const deadlines = { ...defaultDeadlines, ...options.deadlines };
  const found = platform === 'linux' ? recordingPrograms : [];
  const installed = found
    .filter(({ name }) => programs.find(name) !== null)
    .map((program) => programSource(program, programs));
  const sources = [...installed, pvrecorderSource(spawnModule)];
  let name = sources[0]?.name ?? '';
  return {
    get name() {
      return name;
    },
    record({ microphone, others = [], withinMs = deadlines.firstFrameMs, stop, on = unheeded }) {
      const hasOthers = others.length > 0;
      const stallMs = hasOthers ? Math.min(spareStallMs, deadlines.stallMs) : deadlines.stallMs;
      return recordInSuccession({ microphone, others, withinMs, stop, on }, (one, firstFrameMs) =>
        recordFrom(sources, {
          microphone: one,
          stop,
          deadlines: { firstFrameMs, stallMs },
          onOpened: (source) => (name = source.name),
          // The default is what the system says it is, as long as nobody said who is to take over.
          onMoved(to) {
            const mayStay = one === null && !hasOthers;
            if (mayStay) on.opened(to, 0);
            return mayStay;
          },
        }),
      );
    },
    // pvrecorder takes everything that ALSA knows the name of for a microphone.
    microphones: () => listFrom(installed.length > 0 ? installed : sources),
  };
}

async function listFrom(sources: readonly CaptureSource[]): Promise<readonly Microphone[]> {
  const complaints: string[] = [];
  for (const source of sources) {
    try {
      const found = await source.microphones();
      if (complaints.length === 0) return found;
      const there = found.filter(({ name }) => !serverPlugins.has(name));
      if (there.length > 0) return there;
      complaints.push(`${source.name}: none`);
    } catch (error) {
      complaints.push(`${source.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new WhisError(
    'microphone_unavailable',
    `No microphones can be listed (${complaints.join('; ')}). Is a sound server running?`,
  );
}
