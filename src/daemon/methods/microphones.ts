import { LevelMeter, silenceDbfs } from '../../core/level.ts';
import type { Recorder } from '../../core/ports.ts';
import { WhisError } from '../../protocol/errors.ts';
import type { MicrophoneVerdict } from '../../protocol/microphone.ts';
import type { Settings } from '../../protocol/settings.ts';
import type { Caller } from '../caller.ts';
import type { Dictations } from '../dictations.ts';
import type { Methods } from './methods.ts';

const defaultSeconds = 3;

/** The requests about microphones. A test is heard by nobody but who asked, and nothing of it is kept. */
export function microphoneMethods({
  recorder,
  dictations,
  settings,
}: {
  recorder: Recorder;
  dictations: Dictations;
  settings: () => Settings;
}): Methods<'list_microphones' | 'test_microphone'> {
  return {
    async list_microphones() {
      return {
        type: 'microphone_list',
        recorder: recorder.name,
        microphones: await recorder.microphones(),
      };
    },
    async test_microphone({ name, seconds = defaultSeconds }, caller) {
      if (dictations.machine.capture.phase !== 'none') {
        throw new WhisError('busy', 'A dictation is being recorded. End it first: whis done');
      }
      const microphone = name ?? settings().microphone;
      return {
        type: 'microphone_tested',
        ...(await test(recorder, { microphone, seconds, caller })),
      };
    },
  };
}

async function test(
  recorder: Recorder,
  { microphone, seconds, caller }: { microphone: string | null; seconds: number; caller: Caller },
): Promise<MicrophoneVerdict> {
  const stop = new AbortController();
  caller.onceGone(() => stop.abort());
  const meter = new LevelMeter();
  let peak = silenceDbfs;
  let isSilent = true;
  for await (const frame of recorder.record({ microphone, stop: stop.signal })) {
    for (const { dbfs, elapsedMs, isDigitalSilence } of meter.add(frame)) {
      peak = Math.max(peak, dbfs);
      isSilent = isDigitalSilence;
      const at = new Date().toISOString();
      caller.hear({ type: 'event', at, event: 'level', data: { dbfs, elapsed_ms: elapsedMs } });
    }
    if (meter.elapsedMs >= seconds * 1000) break;
  }
  return { microphone: microphone ?? 'default', peak_dbfs: peak, silent: isSilent };
}
