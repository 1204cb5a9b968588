import { describe, expect, it } from 'vitest';

import { createFrameQueue, type FrameQueue } from '../../src/audio/frame-queue.ts';

async function read(queue: FrameQueue): Promise<number[]> {
  const seen: number[] = [];
  for await (const frame of queue) seen.push(...frame);
  return seen;
}

describe('a frame queue', () => {
  it('gives what was queued in order, then ends', async () => {
    const queue = createFrameQueue();
    queue.push(Int16Array.of(1));
    const reading = read(queue);
    queue.push(Int16Array.of(2));
    queue.end(null);
    queue.push(Int16Array.of(3));
    expect(await reading).toEqual([1, 2]);
  });

  it('gives what was queued before it throws its first end', async () => {
    const queue = createFrameQueue();
    const frames = queue[Symbol.asyncIterator]();
    queue.push(Int16Array.of(1));
    queue.end(new Error('first'));
    queue.end(null);
    expect(await frames.next()).toEqual({ done: false, value: Int16Array.of(1) });
    await expect(frames.next()).rejects.toThrow('first');
  });
});
