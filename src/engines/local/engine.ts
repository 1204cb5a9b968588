import { availableParallelism } from 'node:os';

import type { Engine, Hints } from '../../core/ports.ts';
import { WhisError } from '../../protocol/errors.ts';
import { deadlineMs, type Allowance } from '../deadline.ts';
import { hotwordsOf } from './config.ts';
import type { Crew } from './crew.ts';
import type { Helpers } from './find.ts';
import { trades } from './kinds.ts';
import { loadablePunctuation, loadableRecogniser, loadableVad } from './loadable.ts';
import type { Manifest } from './manifest.ts';
import type { Recogniser } from './recogniser.ts';
import { spoken, understands } from './spoken.ts';

/**
 * Ten seconds for a machine that is busy, and twice the audio's length, which is what a large Whisper
 * takes on two slow cores. Loading the model has a deadline of its own.
 */
export const localAllowance: Allowance = { baseMs: 10_000, perAudioMs: 2 };

/**
 * More threads than this make recognisers of this size no faster, and on a machine with fewer cores
 * more threads than cores wait for each other: as many as there are cores, up to this.
 */
const mostThreads = 4;

/** What one engine is made of. */
export interface LocalOptions {
  readonly manifest: Manifest;
  readonly helpers: Helpers;
  readonly recogniser: Recogniser;
  readonly allowance: Allowance;
  /** How long the loading of a model may take. */
  readonly startMs: number;
  /** How long the end of a recording may wait to hear where in the rest of it somebody speaks. */
  readonly detectorAllowance: Allowance;
}

/** Transcribes with a model on this machine. Nothing leaves it. */
export function localEngine(options: LocalOptions): Engine {
  const { manifest, recogniser, allowance } = options;
  const { isStreaming } = trades[manifest.kind];
  const isBare = !manifest.punctuates;
  return {
    name: 'local',
    model: manifest.name,
    sendsAudioAway: false,
    longestMs: null,
    parallel: 1,
    get problem() {
      const refused = recogniser.refused().find(({ name }) => name === manifest.name);
      return refused?.problem ?? null;
    },
    warmUp(hints) {
      // Hints that it does not understand are told by whoever transcribes.
      if (understands(manifest, hints)) recogniser.warmUp(crewOf(options, hints));
    },
    listen(hints) {
      if (!isStreaming || !understands(manifest, hints)) return null;
      return recogniser.listen(crewOf(options, hints), { isBare, allowance });
    },
    detectSpeech(hints, events) {
      if (!understands(manifest, hints)) return null;
      return recogniser.detectSpeech(crewOf(options, hints), {
        events,
        allowance: options.detectorAllowance,
      });
    },
    async transcribe(audio, cancel) {
      if (!understands(manifest, audio)) throw foreign(manifest, audio);
      return recogniser.transcribe(
        crewOf(options, audio),
        {
          path: audio.path,
          // A streaming model was given them when it was loaded.
          hotwords: isStreaming ? '' : hotwordsOf(manifest, audio.words).join('/'),
          isBare,
          deadlineMs: deadlineMs(allowance, audio.durationMs),
        },
        cancel,
      );
    },
    close: () => recogniser.close(),
  };
}

/** Which language the model is told: where it understands one of those that are spoken, that one. */
function languageFor({ languages }: Manifest, hints: Hints): string | null {
  const [only, ...others] = spoken(hints).filter((code) => languages.includes(code));
  return others.length === 0 ? (only ?? null) : null;
}

function crewOf({ manifest, helpers, startMs }: LocalOptions, hints: Hints): Crew {
  const { vad, punctuation } = helpers;
  const threads = Math.min(mostThreads, availableParallelism());
  const language = languageFor(manifest, hints);
  return {
    recogniser: loadableRecogniser(manifest, { language, threads, words: hints.words }),
    vad: vad && loadableVad(vad),
    punctuation: punctuation && loadablePunctuation(punctuation),
    startMs,
  };
}

function foreign({ name, languages }: Manifest, hints: Hints): WhisError {
  const codes = spoken(hints).map((code) => `“${code}”`);
  return new WhisError(
    'engine_failed',
    `The local model “${name}” understands ${languages.join(', ')}, not ${codes.join(', ')}. Choose one of these languages, or another model.`,
  );
}
