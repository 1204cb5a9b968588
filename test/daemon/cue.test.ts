import { expect, it } from 'vitest';

import type { Frame, Recorder } from '../../src/core/ports.ts';
import { afterCue } from '../../src/daemon/cue.ts';

const never = new AbortController().signal;

it('opens the microphone when the sound is over, and not before', async () => {
  const order: string[] = [];
  const recorder = afterCue(fakeRecorder(order), async () => {
    order.push('cue begins');
    await Promise.resolve();
    order.push('cue is over');
  });
  for await (const frame of recorder.record({ microphone: null, stop: never })) {
    order.push(`frame of ${frame.length}`);
  }
  expect(order).toEqual(['cue begins', 'cue is over', 'opened', 'frame of 1']);
});

it('goes on with a held recording without the sound', async () => {
  const order: string[] = [];
  const recorder = afterCue(fakeRecorder(order), async () => void order.push('cue'));
  const request = { microphone: null, stop: never, recordedMs: 100 };
  for await (const frame of recorder.record(request)) order.push(`frame of ${frame.length}`);
  expect(order).toEqual(['opened', 'frame of 1']);
});

it('is otherwise the recorder that it is given', async () => {
  const recorder = afterCue(fakeRecorder([]), async () => {});
  expect([recorder.name, recorder.isFile]).toEqual(['fake', true]);
  expect(await recorder.microphones()).toEqual([]);
});

function fakeRecorder(order: string[]): Recorder {
  return {
    name: 'fake',
    isFile: true,
    microphones: async () => [],
    async *record(): AsyncGenerator<Frame> {
      order.push('opened');
      yield new Int16Array(1);
    },
  };
}
