import { recordingPrograms } from '../src/audio/recording-programs.ts';

/** The recording program of the daemon on this machine, with the very arguments that it gives it. */
export const recorderArguments: readonly string[] =
  recordingPrograms.find(({ name }) => name === 'parec')?.argv(null) ?? [];
