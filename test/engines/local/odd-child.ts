// A child that does what the name of the audio file says, in place of the real engine's.
import { basename } from 'node:path';

import { openParentPort } from '../../../src/protocol/parent-port.ts';

const parent = openParentPort(process);
const answerWith = (id: number, text: string) =>
  parent.send({ id, transcript: { text, segments: [] } });

parent.onMessage((message) => {
  const { id, path } = message as { id: number; path: string };
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
});
