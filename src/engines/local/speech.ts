import type { Vad } from 'sherpa-onnx-node';

import { sampleRateHz } from '../../core/wav.ts';
import { Detector } from './detector.ts';
import type { Judgement } from './messages.ts';
import type { Stretch } from './pieces.ts';
import type { Recording } from './recording.ts';

/** So little silence is none, between two words. */
const shortestSilence = 0.5 * sampleRateHz;

/** What is dropped is lost: a short word is rather taken for speech. */
const shortestSpeech = 0.15 * sampleRateHz;

/** Where a recording has speech in it, in order. */
export async function findSpeech(recording: Recording, vad: Vad): Promise<Stretch[]> {
  const detector = new Detector(vad);
  const found: Stretch[] = [];
  let at = 0;
  const note = ({ until, isSpeech }: Judgement) => {
    const last = found.at(-1);
    if (isSpeech && last && at - last.to < shortestSilence)
      found[found.length - 1] = { from: last.from, to: until };
    else if (isSpeech) found.push({ from: at, to: until });
    at = until;
  };
  for await (const second of recording.seconds()) detector.add(second).forEach(note);
  detector.finish().forEach(note);
  return found.filter(({ from, to }) => to - from >= shortestSpeech);
}
