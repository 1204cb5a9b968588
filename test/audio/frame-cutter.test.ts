import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { createFrameCutter } from '../../src/audio/frame-cutter.ts';
import { joined } from '../fixtures/sound.ts';

it('gives the same samples however the bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 9 })), (chunks) => {
      const cut = createFrameCutter();
      const frames = chunks.map(cut).filter((frame) => frame !== null);
      const all = Buffer.concat(chunks);
      const whole = all.subarray(0, all.length - (all.length % 2));
      expect(Buffer.from(joined(frames).buffer)).toEqual(Buffer.from(whole));
      expect(frames.every(({ length }) => length > 0)).toBe(true);
    }),
  );
});
