import { sampleRateHz } from '../../core/wav.ts';
import { Detector } from './detector.ts';
import { Listener } from './listener.ts';
import type { LoadedModels } from './loaded.ts';
import type { Content, Manner } from './messages.ts';
import { transcriptOf } from './transcribe.ts';
import { small } from './wording.ts';

/** Hears one sound while it goes on, and answers what it has to. */
export interface Ear {
  hear(samples: Int16Array): readonly Content[];
  /** The sound is over. */
  finish(): readonly Content[];
  /** Nobody wants it any more; called once, after `finish` too. */
  close(): void;
}

/** Tells what has changed of the words, and once in a second of sound that it is still heard. */
export function earForWords(models: LoadedModels, { isBare }: Manner): Ear {
  const { recogniser } = models;
  if (!recogniser?.isStreaming) throw new Error('the model that is loaded hears no live sound');
  const listener = new Listener(recogniser.recogniser);
  let told = { heard: 0, text: '' };
  return {
    hear(samples) {
      listener.add(samples);
      const { heard } = listener;
      const text = isBare ? small(listener.text) : listener.text;
      if (text === told.text && heard - told.heard < sampleRateHz) return [];
      told = { heard, text };
      return [told];
    },
    finish: () => [{ transcript: transcriptOf(listener.finish(), models, { isBare }) }],
    close() {},
  };
}

/** Tells where somebody speaks. */
export function earForSpeech({ vads }: LoadedModels): Ear {
  if (!vads) throw new Error('no model is loaded that tells speech from other sound');
  const vad = vads.take();
  const detector = new Detector(vad);
  return {
    hear: (samples) => detector.add(samples),
    finish: () => detector.finish(),
    close: () => vads.giveBack(vad),
  };
}
