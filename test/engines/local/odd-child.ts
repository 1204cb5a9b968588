// A child that does what the name of the audio file says, in place of the real engine's; to who speaks,
// what the first sample of a frame stands for. It loads every model but the one called “never-loads”.
import { basename } from 'node:path';

import { openParentPort } from '../../../src/protocol/parent-port.ts';

interface OddTask {
  readonly id: number;
  readonly do: string;
  readonly path: string;
  readonly part: object;
  readonly samples: Int16Array;
}

const parent = openParentPort(process);
const answerWith = (id: number, text: string) =>
  parent.send({ id, transcript: { text, segments: [] } });
let heard = 0;

parent.onMessage((message) => {
  const task = message as OddTask;
  switch (task.do) {
    case 'load':
      return load(task);
    case 'transcribe':
      return transcribe(task);
    case 'hear':
      return hear(task);
    case 'finish':
      return answerWith(task.id, `${heard} samples`);
  }
});

function load({ id, part }: OddTask): void {
  if (JSON.stringify(part).includes('/never-loads/')) return;
  parent.send({ id, loaded: true });
}

function transcribe({ id, path }: OddTask): void {
  switch (basename(path)) {
    case 'answer nothing':
      return;
    case 'answer garbage':
      return parent.send({ id, transcript: { text: 7, segments: [{ start_s: 'now' }] } });
    case 'babble first':
      for (const babble of [null, 'text', [], {}, { id: 'x' }, { id: id - 1, problem: 'late' }])
        parent.send(babble);
      return answerWith(id, 'right');
    case 'die':
      process.stderr.write('I cannot go on\n');
      return process.exit(3);
    case 'tell the process':
      return answerWith(id, String(process.pid));
    case 'tell the keys':
      return answerWith(
        id,
        Object.keys(process.env)
          .filter((name) => /KEY/.test(name))
          .join(),
      );
  }
}

function hear({ id, samples }: OddTask): void {
  heard += samples.length;
  const [wish = 0] = samples;
  switch (wish) {
    case 1:
      process.stderr.write('I cannot hear\n');
      return process.exit(4);
    case 2:
      return parent.send({ id, heard: 'much' });
    case 3:
      return parent.send({ id, problem: 'too loud' });
    case 4:
      return;
    default:
      return parent.send({ id, heard, text: `${heard}` });
  }
}
