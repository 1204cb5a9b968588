import { setImmediate } from 'node:timers/promises';
import type { OfflineRecognizer, OnlineRecognizer } from 'sherpa-onnx-node';

import type { Transcript } from '../../core/ports.ts';
import { sampleRateHz } from '../../core/wav.ts';
import type { Segment } from '../../protocol/session.ts';
import { Listener } from './listener.ts';
import type { LoadedModels } from './loaded.ts';
import type { Manner } from './messages.ts';
import { asFloats, joinSpeech, longestPiece, type Stretch } from './pieces.ts';
import { openRecording, type Recording } from './recording.ts';
import { segmentsOf } from './segments.ts';
import { findSpeech } from './speech.ts';
import { reword } from './wording.ts';

/** Less than a few feature frames makes some models abort the process: silence is added up to 1 s. */
const shortestPiece = sampleRateHz;

/** Transcribes a recording with what is loaded. Throws an `Error` for a file that is no recording. */
export async function transcribe(
  models: LoadedModels,
  { path, hotwords, isBare }: Manner & { readonly path: string; readonly hotwords: string },
): Promise<Transcript> {
  const recording = await openRecording(path);
  try {
    if (!models.recogniser) throw new Error('no model is loaded');
    const { isStreaming, recogniser } = models.recogniser;
    const segments = isStreaming
      ? await hear(recogniser, recording)
      : await recognise(recogniser, { recording, hotwords, stretches: await stretches() });
    return transcriptOf(segments, models, { isBare });
  } finally {
    await recording.close();
  }

  /** A short recording is one piece anyway; in a long one, what is silent is left out. */
  async function stretches(): Promise<readonly Stretch[]> {
    const { sampleCount } = recording;
    const { vads } = models;
    if (!vads || sampleCount <= longestPiece) return [{ from: 0, to: sampleCount }];
    const vad = vads.take();
    try {
      return joinSpeech(await findSpeech(recording, vad), sampleCount);
    } finally {
      vads.giveBack(vad);
    }
  }
}

/** What the segments say, readable. */
export function transcriptOf(
  segments: readonly Segment[],
  { punctuation }: Pick<LoadedModels, 'punctuation'>,
  { isBare }: Manner,
): Transcript {
  const readable = isBare ? reword(segments, punctuation) : segments;
  return { text: readable.map(({ text }) => text).join(' '), segments: readable };
}

async function recognise(
  recogniser: OfflineRecognizer,
  {
    recording,
    hotwords,
    stretches,
  }: { recording: Recording; hotwords: string; stretches: readonly Stretch[] },
): Promise<Segment[]> {
  const segments: Segment[] = [];
  for (const stretch of stretches) {
    for await (const { offset, samples } of recording.pieces(stretch)) {
      const stream =
        hotwords === '' ? recogniser.createStream() : recogniser.createStream(hotwords);
      // Samples of our own: sherpa's readWave would make a buffer outside V8's cage, which Electron
      // does not allow.
      stream.acceptWaveform({
        samples: asFloats(samples, shortestPiece),
        sampleRate: sampleRateHz,
      });
      const { text, tokens = [], timestamps = [] } = await recogniser.decodeAsync(stream);
      const span = { start: offset / sampleRateHz, end: (offset + samples.length) / sampleRateHz };
      segments.push(...segmentsOf({ text, tokens, timestamps }, span));
    }
  }
  return segments;
}

async function hear(
  recogniser: OnlineRecognizer,
  recording: Recording,
): Promise<readonly Segment[]> {
  const listener = new Listener(recogniser);
  for await (const second of recording.seconds()) {
    listener.add(second);
    // Decoding does not wait: meanwhile somebody may speak, and is to be heard too.
    await setImmediate();
  }
  return listener.finish();
}
