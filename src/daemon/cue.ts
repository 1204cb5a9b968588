import type { Recorder } from '../core/ports.ts';

/** A recorder that listens only when the sound that says “speak” is over: it is in no recording. */
export function afterCue(recorder: Recorder, cue: () => Promise<void>): Recorder {
  return {
    get name() {
      return recorder.name;
    },
    ...(recorder.isFile && { isFile: true }),
    microphones: () => recorder.microphones(),
    async *record(request) {
      // A recording that was held goes on without it.
      if (!request.recordedMs) await cue();
      yield* recorder.record(request);
    },
  };
}
