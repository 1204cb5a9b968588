import { sampleRateHz } from '../../core/wav.ts';
import { openParentPort } from '../../protocol/parent-port.ts';
import { Listener } from './listener.ts';
import { LoadedModels } from './loaded.ts';
import type { Content, Manner, Task } from './messages.ts';
import { transcribe, transcriptOf } from './transcribe.ts';
import { small } from './wording.ts';

// The process in which sherpa-onnx runs: a corrupt model aborts it, missing metadata ends it, and
// neither can be caught. Models and recordings are served one after the other; what is being spoken
// is heard at once, whatever else goes on.

/** Somebody who speaks. */
interface Live extends Manner {
  readonly listener: Listener;
  /** What was told last. */
  heard: number;
  text: string;
}

type Queued = Extract<Task, { readonly do: 'load' | 'transcribe' }>;

const parent = openParentPort(process);
const models = new LoadedModels();
const speaking = new Map<number, Live>();
let tasks = Promise.resolve();

parent.onMessage((message) => {
  const task = message as Task;
  if (task.do === 'load' || task.do === 'transcribe') {
    tasks = tasks.then(() => answer(task.id, () => serve(task)));
  } else void answer(task.id, () => follow(task));
});

async function answer(
  id: number,
  work: () => Content | null | Promise<Content | null>,
): Promise<void> {
  try {
    const content = await work();
    if (content) parent.send({ id, ...content });
  } catch (error) {
    speaking.delete(id);
    parent.send({ id, problem: error instanceof Error ? error.message : String(error) });
  }
}

async function serve(task: Queued): Promise<Content> {
  if (task.do === 'transcribe') return { transcript: await transcribe(models, task) };
  await models.load(task.part);
  return { loaded: true };
}

function follow(task: Exclude<Task, Queued>): Content | null {
  const { id } = task;
  if (task.do === 'listen') {
    const { recogniser } = models;
    if (!recogniser?.isStreaming) throw new Error('the model that is loaded hears no live sound');
    const listener = new Listener(recogniser.recogniser);
    speaking.set(id, { listener, isBare: task.isBare, heard: 0, text: '' });
    return null;
  }
  const live = speaking.get(id);
  // After a failure, sound is still on its way.
  if (!live) return null;
  if (task.do === 'hear') return hear(live, task.samples);
  speaking.delete(id);
  return task.do === 'finish'
    ? { transcript: transcriptOf(live.listener.finish(), models, live) }
    : null;
}

/** Tells what has changed, and once in a second of sound that it is still heard. */
function hear(live: Live, samples: Int16Array): Content | null {
  const { listener } = live;
  listener.add(samples);
  const text = live.isBare ? small(listener.text) : listener.text;
  if (text === live.text && listener.heard - live.heard < sampleRateHz) return null;
  live.text = text;
  live.heard = listener.heard;
  return { heard: live.heard, text };
}
