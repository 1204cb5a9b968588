import sherpa from 'sherpa-onnx-node';
import type { OfflineRecognizer } from 'sherpa-onnx-node';

import type { Transcript } from '../../core/ports.ts';
import { sampleRateHz } from '../../core/wav.ts';
import { openParentPort } from '../../protocol/parent-port.ts';
import type { Segment } from '../../protocol/session.ts';
import type { Answer, Task } from './messages.ts';
import { asFloats } from './pieces.ts';
import { readPieces } from './recording.ts';
import { segmentsOf } from './segments.ts';

// The process in which sherpa-onnx runs: a corrupt model aborts it, missing metadata ends it, and
// neither can be caught. It serves one task after the other and keeps the last model loaded.

const parent = openParentPort(process);
let loaded: { readonly key: string; readonly recognizer: OfflineRecognizer } | null = null;
let tasks = Promise.resolve();

parent.onMessage((message) => {
  tasks = tasks.then(() => serve(message as Task));
});

async function serve({ id, config, path }: Task): Promise<void> {
  const answer = (content: Answer) => parent.send(content);
  try {
    const recognizer = await load(config);
    answer({ id, transcript: await transcribe(recognizer, path) });
  } catch (error) {
    answer({ id, problem: error instanceof Error ? error.message : String(error) });
  }
}

async function load(config: Task['config']): Promise<OfflineRecognizer> {
  const key = JSON.stringify(config);
  if (loaded?.key !== key) {
    // The old model goes before the new one comes: both at once may not fit into memory.
    loaded = null;
    loaded = { key, recognizer: await sherpa.OfflineRecognizer.createAsync(config) };
  }
  return loaded.recognizer;
}

async function transcribe(recognizer: OfflineRecognizer, path: string): Promise<Transcript> {
  const texts: string[] = [];
  const segments: Segment[] = [];
  for await (const { offset, samples } of readPieces(path)) {
    const stream = recognizer.createStream();
    // Samples of our own: sherpa's readWave would make a buffer outside V8's cage, which Electron
    // does not allow.
    stream.acceptWaveform({ samples: asFloats(samples), sampleRate: sampleRateHz });
    const { text, tokens = [], timestamps = [] } = await recognizer.decodeAsync(stream);
    const span = { start: offset / sampleRateHz, end: (offset + samples.length) / sampleRateHz };
    texts.push(text.trim());
    segments.push(...segmentsOf({ text, tokens, timestamps }, span));
  }
  return { text: texts.filter((text) => text !== '').join(' '), segments };
}
