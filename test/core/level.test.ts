import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { LevelMeter, type Reading } from '../../src/core/level.ts';

function tone(seconds: number, amplitude: number): Int16Array {
  return Int16Array.from({ length: seconds * 16_000 }, (_, n) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * 440 * n) / 16_000)),
  );
}

function measure(...frames: Int16Array[]): Reading[] {
  const meter = new LevelMeter();
  return frames.flatMap((frame) => meter.add(frame));
}

describe('LevelMeter', () => {
  it('reads a sine of full scale as −3 dB, half of it 6 dB less, nothing as −120', () => {
    expect(measure(tone(0.1, 32_767))[0]?.dbfs).toBe(-3);
    expect(measure(tone(0.1, 16_384))[0]?.dbfs).toBe(-9);
    expect(measure(tone(0.1, 0))[0]?.dbfs).toBe(-120);
  });

  it('gives ten readings a second, however the sound is cut into frames', () => {
    const sound = tone(1, 8000);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 12 }),
        (sizes) => {
          const frames: Int16Array[] = [];
          for (let at = 0, n = 0; at < sound.length; n += 1) {
            const size = sizes[n % sizes.length] ?? 1;
            frames.push(sound.subarray(at, at + size));
            at += size;
          }
          expect(measure(...frames)).toEqual(measure(sound));
        },
      ),
    );
    expect(measure(sound).map(({ elapsedMs }) => elapsedMs)).toEqual([
      100, 200, 300, 400, 500, 600, 700, 800, 900, 1000,
    ]);
  });

  it('calls it digital silence only as long as nothing was ever heard', () => {
    const readings = measure(tone(0.2, 0), tone(0.1, 40), tone(0.1, 0));
    expect(readings.map(({ isDigitalSilence }) => isDigitalSilence)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('counts quiet only after something was said, and anew after each word', () => {
    const readings = measure(
      tone(0.2, 0),
      tone(0.1, 8000),
      tone(0.2, 10),
      tone(0.1, 8000),
      tone(0.1, 0),
    );
    expect(readings.map(({ quietMs }) => quietMs)).toEqual([0, 0, 0, 100, 200, 0, 100]);
  });
});
