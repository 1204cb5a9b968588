import { openParentPort } from '../../protocol/parent-port.ts';
import { earForSpeech, earForWords, type Ear } from './ear.ts';
import { LoadedModels } from './loaded.ts';
import type { Content, Task } from './messages.ts';
import { transcribe } from './transcribe.ts';

// The process in which sherpa-onnx runs: a corrupt model aborts it, missing metadata ends it, and
// neither can be caught. Models and recordings are served one after the other; what is being spoken
// is heard at once, whatever else goes on.

type Queued = Extract<Task, { readonly do: 'load' | 'transcribe' }>;

const parent = openParentPort(process);
const models = new LoadedModels();
const ears = new Map<number, Ear>();
let tasks = Promise.resolve();

parent.onMessage((message) => {
  const task = message as Task;
  if (task.do === 'load' || task.do === 'transcribe') {
    tasks = tasks.then(() => answer(task.id, () => serve(task)));
  } else void answer(task.id, () => follow(task));
});

async function answer(
  id: number,
  work: () => readonly Content[] | Promise<readonly Content[]>,
): Promise<void> {
  try {
    for (const content of await work()) parent.send({ id, ...content });
  } catch (error) {
    drop(id);
    parent.send({ id, problem: error instanceof Error ? error.message : String(error) });
  }
}

async function serve(task: Queued): Promise<readonly Content[]> {
  if (task.do === 'transcribe') return [{ transcript: await transcribe(models, task) }];
  await models.load(task.part);
  return [{ loaded: true }];
}

function follow(task: Exclude<Task, Queued>): readonly Content[] {
  const { id } = task;
  switch (task.do) {
    case 'listen':
      ears.set(id, earForWords(models, task));
      return [];
    case 'detect':
      ears.set(id, earForSpeech(models));
      return [];
    // After a failure, sound is still on its way.
    case 'hear':
      return ears.get(id)?.hear(task.samples) ?? [];
    case 'finish': {
      const last = ears.get(id)?.finish() ?? [];
      drop(id);
      return last;
    }
    case 'leave':
      drop(id);
      return [];
  }
}

function drop(id: number): void {
  ears.get(id)?.close();
  ears.delete(id);
}
