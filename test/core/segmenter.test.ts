import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Frame } from '../../src/core/ports.ts';
import { Segmenter, type Cut } from '../../src/core/segmenter.ts';
import { wavHeaderBytes } from '../../src/core/wav.ts';
import { Windows, type Window } from '../../src/core/windows.ts';
import { sound } from '../fixtures/fakes.ts';
import { randomFrom } from '../fixtures/random.ts';
import { joined } from '../fixtures/sound.ts';
import { speak } from '../fixtures/speech.ts';

const silence = (ms: number) => new Int16Array(ms * 16);

/** White noise; its level is about that of a tone of half the amplitude. */
function noise(ms: number, amplitude: number): Frame {
  const random = randomFrom(ms);
  return Int16Array.from({ length: ms * 16 }, () => (2 * random() - 1) * amplitude);
}

function tone(ms: number, amplitude: number): Frame {
  return Int16Array.from({ length: ms * 16 }, (_, n) => amplitude * Math.sin(n / 6));
}

function cut(samples: Frame, { size = 320, longestMs = 30_000 } = {}): Cut[] {
  const segmenter = new Segmenter({ longestMs });
  const windows = new Windows();
  const judge = (judged: readonly Window[]) =>
    judged.flatMap((window) => segmenter.add(window) ?? []);
  const cuts: Cut[] = [];
  for (let at = 0; at < samples.length; at += size)
    cuts.push(...judge(windows.add(samples.subarray(at, at + size))));
  cuts.push(...judge(windows.end()));
  return [...cuts, ...[segmenter.end(windows.durationMs) ?? []].flat()];
}

/** Makes something quieter, as a microphone that is far away. */
function quieter(samples: Frame, dB: number): Frame {
  return samples.map((sample) => Math.round(sample * 10 ** (-dB / 20)));
}

async function speech(text: string): Promise<Frame> {
  const bytes = readFileSync(await speak(text));
  return new Int16Array(new Uint8Array(bytes.subarray(wavHeaderBytes)).buffer);
}

describe('Segmenter', () => {
  it('leaves a short recording whole', () => {
    const samples = joined([sound(6000), silence(1000), sound(7000)]);
    expect(cut(samples)).toEqual([{ fromMs: 0, toMs: 14_000, isForced: false }]);
  });

  it('cuts in the longest pause once there is enough', () => {
    const samples = joined([sound(9000), silence(700), sound(4000), silence(900), sound(9000)]);
    const [first, second, ...more] = cut(samples);
    expect(more).toEqual([]);
    expect(first).toMatchObject({ fromMs: 0, isForced: false });
    expect(first?.toMs).toBeGreaterThan(13_700);
    expect(first?.toMs).toBeLessThan(14_600);
    expect(second).toEqual({ fromMs: first?.toMs, toMs: 23_600, isForced: false });
  });

  it('takes shorter pauses the longer it becomes', () => {
    const samples = joined([sound(16_000), silence(350), sound(12_000)]);
    const [first] = cut(samples);
    expect(first?.toMs).toBeGreaterThan(16_000);
    expect(first?.toMs).toBeLessThan(16_350);
  });

  it('cuts at the quietest place where there is no pause, and goes on before it', () => {
    const samples = joined([sound(26_850), sound(100, 100), sound(13_050)]);
    const [first, second] = cut(samples);
    expect(first).toMatchObject({ fromMs: 0, isForced: true });
    expect(first?.toMs).toBeGreaterThan(26_850);
    expect(first?.toMs).toBeLessThan(26_950);
    const overlapMs = (first?.toMs ?? 0) - (second?.fromMs ?? 0);
    expect(overlapMs).toBeGreaterThanOrEqual(1000);
    expect(overlapMs).toBeLessThanOrEqual(2020);
    expect(second).toMatchObject({ toMs: 40_000, isForced: false });
  });

  it('leaves long silence out, but half a second around what is said', () => {
    const samples = joined([
      silence(5000),
      sound(8000),
      silence(10_000),
      sound(3000),
      silence(4000),
    ]);
    expect(cut(samples)).toEqual([
      { fromMs: 4480, toMs: 13_500, isForced: false },
      { fromMs: 22_480, toMs: 26_500, isForced: false },
    ]);
  });

  it.each([
    ['nothing', silence(60_000)],
    ['white noise', noise(60_000, 1000)],
    ['loud white noise', noise(60_000, 20_000)],
    ['next to no noise', noise(60_000, 2)],
    ['a hum', tone(60_000, 3000)],
    ['a second of noise', noise(1000, 300)],
    [
      'noise that begins and ends with nothing',
      joined([silence(300), noise(20_000, 300), silence(5000)]),
    ],
    [
      'a key that is pressed now and then',
      joined(Array.from({ length: 20 }, () => joined([noise(980, 30), noise(20, 9000)]))),
    ],
  ])('takes %s for silence', (_name, samples) => {
    expect(cut(samples)).toEqual([]);
  });

  it.each([
    ['the first moment on', joined([sound(300), noise(4000, 100)])],
    ['the last moment', joined([noise(4000, 100), sound(150)])],
    ['a microphone that gives nothing before', joined([silence(4000), sound(150), silence(4000)])],
    ['a short recording', sound(300, 300)],
  ])('hears a word: %s', (_name, samples) => {
    expect(cut(samples)).toHaveLength(1);
  });

  it('has all of what is spoken in its cuts, be it ever so quiet', async () => {
    const spoken = await speech(
      'The old man said that the road was closed. We went on anyway, and came to a village.',
    );
    const samples = joined([silence(3000), spoken, silence(9000), spoken, silence(9000), spoken]);
    const wanted = cut(samples);
    const before = wanted.map(({ fromMs }) => fromMs);
    for (const dB of [20, 40]) {
      const cuts = cut(quieter(samples, dB));
      expect(cuts).toHaveLength(wanted.length);
      for (const [index, { fromMs }] of cuts.entries())
        expect(Math.abs(fromMs - (before[index] ?? 0))).toBeLessThan(300);
      const withNoise = quieter(samples, dB).map((sample, n) => sample + ((n * 7919) % 13) - 6);
      expect(cut(withNoise)).toHaveLength(wanted.length);
    }
  });

  const stretches = fc.array(
    fc.record({
      kind: fc.constantFrom('sound', 'silence', 'noise'),
      ms: fc.integer({ min: 1, max: 20_000 }),
    }),
    { minLength: 1, maxLength: 6 },
  );

  const made = (list: readonly { kind: string; ms: number }[]) =>
    joined(
      list.map(({ kind, ms }) =>
        kind === 'sound' ? sound(ms) : kind === 'noise' ? noise(ms, 60) : silence(ms),
      ),
    );

  it('loses nothing that is loud, keeps to its order and its longest, overlaps only where forced', () => {
    fc.assert(
      fc.property(stretches, fc.integer({ min: 10_000, max: 30_000 }), (list, longestMs) => {
        const samples = made(list);
        const cuts = cut(samples, { longestMs });
        let end = 0;
        let isForced = false;
        const heard = new Uint8Array(samples.length);
        for (const { fromMs, toMs, isForced: isNext } of cuts) {
          expect(toMs - fromMs).toBeLessThanOrEqual(longestMs);
          expect(toMs).toBeGreaterThan(end);
          if (!isForced) expect(fromMs).toBeGreaterThanOrEqual(end);
          else expect(fromMs).toBeLessThan(end);
          heard.fill(1, fromMs * 16, toMs * 16);
          [end, isForced] = [toMs, isNext];
        }
        expect(end).toBeLessThanOrEqual(samples.length / 16);
        // 200 ms that are loud and in no cut would be a word that is lost.
        expect(longestLoss(samples, heard)).toBeLessThan(200 * 16);
      }),
      { numRuns: 30 },
    );
  });

  it('cuts the same however the sound comes in frames', () => {
    fc.assert(
      fc.property(stretches, fc.integer({ min: 1, max: 5000 }), (list, size) => {
        const samples = made(list);
        expect(cut(samples, { size })).toEqual(cut(samples));
      }),
      { numRuns: 20 },
    );
  });
});

/** How many samples after each other are in a loud stretch and in no cut. */
function longestLoss(samples: Frame, heard: Uint8Array): number {
  let longest = 0;
  let lost = 0;
  for (const [index, sample] of samples.entries()) {
    lost = heard[index] === 0 && Math.abs(sample) > 400 ? lost + 1 : 0;
    longest = Math.max(longest, lost);
  }
  return longest;
}
