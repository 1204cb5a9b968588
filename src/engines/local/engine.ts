import { availableParallelism } from 'node:os';

import type { Engine } from '../../core/ports.ts';
import { WhisError } from '../../protocol/errors.ts';
import { deadlineMs, type Allowance } from '../deadline.ts';
import { primaryLanguage } from '../language.ts';
import { recogniserConfig } from './config.ts';
import type { Manifest } from './manifest.ts';
import type { Recogniser } from './recogniser.ts';

/**
 * A minute to load a model of some gigabytes from a slow disk, and twice the audio's length, which
 * is what a large Whisper takes on two slow cores.
 */
export const localAllowance: Allowance = { baseMs: 60_000, perAudioMs: 2 };

/** More threads than this make recognisers of this size no faster. */
const mostThreads = 4;

/** Transcribes with a model on this machine. Nothing leaves it. */
export function localEngine({
  manifest,
  recogniser,
  allowance,
}: {
  manifest: Manifest;
  recogniser: Recogniser;
  allowance: Allowance;
}): Engine {
  return {
    name: 'local',
    model: manifest.name,
    sendsAudioAway: false,
    longestMs: null,
    parallel: 1,
    warmUp() {},
    listen: () => null,
    async transcribe(audio, cancel) {
      const language = primaryLanguage(audio.language);
      const { languages, name } = manifest;
      if (language !== null && !languages.includes(language)) {
        throw new WhisError(
          'engine_failed',
          `The local model “${name}” understands ${languages.join(', ')}, not “${language}”. Choose one of these languages, or another model.`,
        );
      }
      const threads = Math.min(mostThreads, availableParallelism());
      return recogniser.transcribe(
        {
          model: name,
          config: recogniserConfig(manifest, { language, threads }),
          path: audio.path,
          deadlineMs: deadlineMs(allowance, audio.durationMs),
        },
        cancel,
      );
    },
    close: () => recogniser.close(),
  };
}
