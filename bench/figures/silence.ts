import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sampleRateHz } from '../../src/core/wav.ts';
import type { Figure, Row } from '../figure.ts';
import { flite, speakFor, tones, whiteNoise, type Pauses, type Speech } from '../speech.ts';
import { pocketsphinx, toneEngine, transcribe, type Hearing } from '../talk.ts';
import { compareWords } from '../word-errors.ts';

const longMs = 600_000;

/** A room with a fan in it: a quiet one is about −60, speech about −25. */
const noiseDbfs = -45;

const pauses: Pauses = { least: 5000, most: 5000 };

/** What ours and the whole file have come to. */
interface Pair {
  readonly ours: number;
  readonly other: number;
}

/**
 * Where nobody speaks, nothing is to be sent and nothing written, and what is said between long pauses
 * is to be there. The first is shown with a recogniser that invents something for whatever it is given.
 */
export const silence: Figure = {
  name: 'silence',
  title: 'Silence, noise and pauses: nothing invented, nothing missing',
  async measure({ lasting, progress, signal }) {
    const durationMs = lasting(longMs);
    const still = new Int16Array((durationMs * sampleRateHz) / 1000);
    const noise = whiteNoise(durationMs, noiseDbfs);
    const rows = [...(await invented('silence', { samples: still, signal }))];
    progress(1 / 4);
    rows.push(...(await invented('white noise', { samples: noise, signal })));
    progress(2 / 4);
    const toned = await speakFor(durationMs, tones, { pauses });
    rows.push(...(await missing('tones', { ...toned, engine: toneEngine, signal })));
    progress(3 / 4);
    const spoken = await speakFor(durationMs, flite('awb'), { pauses });
    rows.push(...(await missing('awb', { ...spoken, engine: pocketsphinx, signal })));
    return rows;
  },
};

async function invented(what: string, heard: Pick<Hearing, 'samples' | 'signal'>): Promise<Row[]> {
  const both = await inBothWays(async (how) => {
    await using recogniser = await makeInventor();
    const text = await transcribe({ ...heard, ...how, engine: recogniser.settings });
    return { calls: await recogniser.calls(), characters: text.length };
  });
  return [
    row(`${what}: calls of the engine`, pairOf(both, 'calls'), { atMost: 0 }),
    row(`${what}: characters of text`, pairOf(both, 'characters'), { atMost: 0 }),
  ];
}

async function missing(
  who: string,
  { text, ...spoken }: Speech & Pick<Hearing, 'engine' | 'signal'>,
): Promise<Row[]> {
  const both = await inBothWays(async (how) =>
    compareWords(text, await transcribe({ ...spoken, ...how })),
  );
  const said = `${both.ours.said} words, pauses of 5 s, ${who}`;
  return [
    row(`${said}: missing`, pairOf(both, 'missing')),
    row(`${said}: invented`, pairOf(both, 'extra')),
  ];
}

/** While it is recorded, and as a whole at its end; no time is measured: they may share the machine. */
async function inBothWays<Heard>(
  hear: (how: Pick<Hearing, 'isAhead' | 'speed'>) => Promise<Heard>,
): Promise<{ ours: Heard; other: Heard }> {
  const [ours, other] = await Promise.all([
    hear({ isAhead: true, speed: 'max' }),
    hear({ isAhead: false, speed: 'max' }),
  ]);
  return { ours, other };
}

function pairOf<Key extends string>(
  { ours, other }: { ours: Record<Key, number>; other: Record<Key, number> },
  key: Key,
): Pair {
  return { ours: ours[key], other: other[key] };
}

/** With `atMost` it is a bound; without, the whole file's figure is. */
function row(what: string, pair: Pair, { atMost }: { readonly atMost?: number } = {}): Row {
  return {
    what,
    unit: '',
    ...pair,
    against: 'whole file',
    goals: [atMost === undefined ? { of: 'more', atMost: 0 } : { of: 'value', atMost }],
    samples: 1,
  };
}

/** A recogniser that says “thank you” to everything, as some do, and counts how often it is asked. */
async function makeInventor(): Promise<
  AsyncDisposable & { readonly settings: object; calls(): Promise<number> }
> {
  const folder = await mkdtemp(join(tmpdir(), 'whis-bench-'));
  const program = join(folder, 'inventor');
  await writeFile(program, '#!/bin/sh\necho >> "$0.calls"\necho thank you\n', { mode: 0o755 });
  await writeFile(`${program}.calls`, '');
  return {
    settings: { engine: 'command', engines: { command: { argv: [program, '{file}'] } } },
    calls: async () => (await readFile(`${program}.calls`)).length,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
