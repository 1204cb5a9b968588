import { describe, expect, it } from 'vitest';

import { recordInSuccession } from '../../src/audio/succession.ts';
import type { Frame } from '../../src/core/ports.ts';
import { WhisError } from '../../src/protocol/errors.ts';

/** What one opening of a microphone does: gives so many frames, then this. */
interface Opening {
  readonly frames?: number;
  readonly ending: WhisError | 'end';
}

const lost = new WhisError('microphone_lost', 'It is gone.');
const missing = new WhisError('microphone_unavailable', 'It is not there.');

/** Records from microphones that do what is written for each of their openings; the rest is missing. */
async function record(
  openings: Readonly<Record<string, readonly Opening[]>>,
  {
    microphone = 'a',
    others = [],
    withinMs = 5000,
  }: { microphone?: string | null; others?: readonly string[]; withinMs?: number } = {},
) {
  const told: string[] = [];
  const shares: number[] = [];
  const left = new Map(Object.entries(openings).map(([name, list]) => [name, [...list]]));
  const stop = new AbortController();
  async function* recordOne(name: string | null, firstFrameMs: number): AsyncGenerator<Frame> {
    shares.push(firstFrameMs);
    const { frames = 0, ending } = left.get(name ?? 'default')?.shift() ?? { ending: missing };
    told.push(`try ${name ?? 'default'}`);
    for (let count = 0; count < frames; count += 1) yield new Int16Array(1);
    if (ending !== 'end') throw ending;
  }
  const request = {
    microphone,
    others,
    withinMs,
    stop: stop.signal,
    on: {
      opened: (name: string | null, gapMs: number) => {
        expect(gapMs).toBeGreaterThanOrEqual(0);
        told.push(`opened ${name ?? 'default'}`);
      },
      lost: ({ message }: Error) => told.push(message),
    },
  };
  const recording = recordInSuccession(request, recordOne);
  try {
    for await (const frame of recording) told.push(`${frame.length} heard`);
    return { told, shares, error: null };
  } catch (error) {
    return { told, shares, error };
  }
}

describe('a recording with several microphones', () => {
  it('takes the first that opens, and says which', async () => {
    const { told, error } = await record({ b: [{ frames: 1, ending: 'end' }] }, { others: ['b'] });
    expect(told).toEqual(['try a', 'try b', 'opened b', '1 heard']);
    expect(error).toBeNull();
  });

  it('names those of the list too when none opens', async () => {
    const { told, error } = await record({}, { others: ['b', 'c'] });
    expect(told).toEqual(['try a', 'try b', 'try c']);
    expect(error).toMatchObject({
      code: 'microphone_unavailable',
      message: 'It is not there. Nor did “b”, “c” open.',
    });
  });

  it('goes on with the one after the one that was lost', async () => {
    const { told } = await record(
      { a: [{ frames: 1, ending: lost }], c: [{ frames: 1, ending: 'end' }] },
      { others: ['b', 'c'] },
    );
    expect(told).toEqual([
      'try a',
      'opened a',
      '1 heard',
      'It is gone.',
      'try b',
      'try c',
      'opened c',
      '1 heard',
    ]);
  });

  it('tries the one that was lost again, then those before it, then the default', async () => {
    const { told } = await record(
      {
        a: [{ frames: 1, ending: lost }],
        b: [{ frames: 1, ending: lost }],
        default: [{ frames: 1, ending: 'end' }],
      },
      { others: ['b'] },
    );
    expect(told.slice(told.lastIndexOf('It is gone.') + 1)).toEqual([
      'try b',
      'try a',
      'try default',
      'opened default',
      '1 heard',
    ]);
  });

  it('tries them again and again while a sound server comes back', async () => {
    const { told, error } = await record({
      a: [{ frames: 1, ending: lost }, { ending: missing }, { frames: 1, ending: 'end' }],
    });
    expect(told.filter((what) => what === 'opened a')).toHaveLength(2);
    expect(error).toBeNull();
  });

  it('ends with the loss when none comes back in time', async () => {
    const { error } = await record({ a: [{ frames: 1, ending: lost }] }, { withinMs: 1 });
    expect(error).toBe(lost);
  });

  it('gives each its share of the time, and time to wake up', async () => {
    const { shares } = await record({}, { others: ['b', 'c', 'd'], withinMs: 4000 });
    expect(shares.map((share) => Math.round(share / 500) * 500)).toEqual([2000, 2000, 2000, 4000]);
    const long = await record({}, { others: ['b'], withinMs: 60_000 });
    expect(long.shares.map((share) => Math.round(share / 1000))).toEqual([30, 60]);
  });

  it('is the microphone alone where there are no others', async () => {
    const { shares, error } = await record({}, { microphone: null });
    expect(shares.map(Math.round)).toEqual([5000]);
    expect(error).toBe(missing);
  });
});
