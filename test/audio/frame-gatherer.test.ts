import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { createFrameGatherer } from '../../src/audio/frame-gatherer.ts';
import type { Frame } from '../../src/core/ports.ts';
import { joined } from '../fixtures/sound.ts';

const frames = fc.array(
  fc.integer({ min: 1, max: 2000 }).map((length) => new Int16Array(length).fill(length)),
  { minLength: 1 },
);

/** What comes of some frames, the rest last. */
function gather(all: readonly Frame[]): Frame[] {
  const gatherer = createFrameGatherer();
  const out = all.map((frame) => gatherer.add(frame));
  return [...out, gatherer.rest()].filter((frame) => frame !== null);
}

it('loses nothing, and keeps the order', () => {
  fc.assert(
    fc.property(frames, (all) => {
      expect(joined(gather(all))).toEqual(joined(all));
    }),
  );
});

it('gives the first frame at once, and then never less than 50 ms before the rest', () => {
  fc.assert(
    fc.property(frames, (all) => {
      const out = gather(all);
      expect(out[0]).toEqual(all[0]);
      for (const { length } of out.slice(1, -1)) expect(length).toBeGreaterThanOrEqual(800);
    }),
  );
});

it('has no rest when nothing came since', () => {
  const gatherer = createFrameGatherer();
  expect(gatherer.rest()).toBeNull();
  expect(gatherer.add(Int16Array.of(1))).toEqual(Int16Array.of(1));
  expect(gatherer.rest()).toBeNull();
});
