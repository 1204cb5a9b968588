import type { Frame } from '../core/ports.ts';

/**
 * Frames on their way from a process to whoever reads them. It is unbounded: a slow reader costs
 * 32 kB of memory a second, a full pipe would cost words.
 */
export interface FrameQueue extends AsyncIterable<Frame> {
  push(frame: Frame): void;
  /** After what is queued, reading ends: with `error`, or quietly when it is null. The first counts. */
  end(error: Error | null): void;
}

/** Makes an empty queue, for one reader. */
export function createFrameQueue(): FrameQueue {
  const frames: Frame[] = [];
  let ending: { readonly error: Error | null } | null = null;
  let wake = () => {};

  return {
    push(frame) {
      if (ending) return;
      frames.push(frame);
      wake();
    },
    end(error) {
      ending ??= { error };
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const next = frames.shift();
        if (next) yield next;
        else if (ending?.error) throw ending.error;
        else if (ending) return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
