import { setTimeout as delay } from 'node:timers/promises';

import { Turns } from '../../src/core/turns.ts';
import type { Frame } from '../../src/core/ports.ts';
import { sampleRateHz } from '../../src/core/wav.ts';
import type { Bench, Figure, Row } from '../figure.ts';
import { Opponent } from '../process.ts';
import { flite, speakFor, tones, type Voice } from '../speech.ts';
import { median } from '../statistics.ts';
import { pocketsphinx, Talk, toneEngine } from '../talk.ts';

/** How long the service takes for an answer, however long the recording is. */
const serviceMs = 1000;

const shortMs = [10_000, 60_000] as const;
const longMs = 600_000;

/** So much more can be said than is asked for: nobody falls silent before the stop. */
const spareMs = 120_000;

/** All of it: ten minutes, and about as long for what has the machine to itself. */
const expectedMs = 2 * longMs;

/**
 * A stop waits for another to be over, but no longer than this share of what was spoken: it would be a
 * longer session that is measured.
 */
const patience = 1 / 10;

/** What is understood by which engine. */
interface Kind {
  readonly name: string;
  readonly voice: Voice;
  readonly engine: object;
  /** It works hard: ten minutes that are transcribed at their end have the machine to themselves. */
  readonly isHard: boolean;
}

type Way = 'ours' | 'whole';

/** One measurement. */
interface Take {
  readonly kind: Kind;
  readonly way: Way;
  readonly lengthMs: number;
}

/**
 * From the stop to the delivered text, by how long one has spoken. The sound comes at its own speed,
 * each session in a daemon of its own: the ten minutes of all go by side by side, and the shorter ones
 * meanwhile; each stops when no other does. Ten minutes that are transcribed at their end are fed faster:
 * what happens before their stop does not matter to them.
 */
export const longSession: Figure = {
  name: 'long-session',
  title: 'Stop to delivered text, by how long one has spoken',
  ifMissed:
    '`pocketsphinx` listens all the time: what is left at the stop is the end of what it hears as one utterance, however ' +
    'long the session was. Of an engine that is given pieces, the last one is left, of up to 30 s, by where the last ' +
    'pause was; a session of 10 s goes whole.',
  async measure(bench) {
    await using service = await Opponent.start('service.cjs', [String(serviceMs)], {});
    const openai = { base_url: `http://127.0.0.1:${service.greeting}/v1`, api_key: 'none' };
    const kinds: readonly Kind[] = [
      { name: 'tones, local engine', voice: tones, engine: toneEngine, isHard: false },
      {
        name: 'speech, service of 1 s',
        voice: flite('rms'),
        engine: { engine: 'openai', engines: { openai } },
        isHard: false,
      },
      { name: 'speech, pocketsphinx', voice: flite('awb'), engine: pocketsphinx, isHard: true },
    ];
    const stage = new Stage(bench);
    for (const kind of kinds) await stage.prepare(kind);
    const rounds = Array.from({ length: bench.rounds(3) }, (_, round) => round);
    const long = (way: Way, some: readonly Kind[]) =>
      rounds.flatMap(() => some.map((kind): Take => ({ kind, way, lengthMs: longMs })));
    const meanwhile = async () => {
      const light = kinds.filter(({ isHard }) => !isHard);
      for (const take of long('whole', light)) await stage.take(take);
      for (const lengthMs of rounds.flatMap(() => shortMs)) {
        const both = (['ours', 'whole'] as const).map((way) => ({ way, lengthMs }));
        await stage.all(kinds.flatMap((kind) => both.map((one) => ({ kind, ...one }))));
      }
    };
    await Promise.all([stage.all(long('ours', kinds)), meanwhile()]);
    const hard = kinds.filter(({ isHard }) => isHard);
    for (const take of long('whole', hard)) await stage.take(take);
    return kinds.flatMap((kind) => rowsOf(kind, stage));
  },
};

/** Where all is measured. */
class Stage {
  readonly #bench: Bench;
  readonly #stops = new Turns();
  readonly #speech = new Map<Kind, Frame>();
  readonly #begunAt = performance.now();
  readonly #taken: (Take & { readonly tookMs: number })[] = [];

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  /** Has a kind's speech said. */
  async prepare(kind: Kind): Promise<void> {
    const { samples } = await speakFor(this.#bench.lasting(longMs + spareMs), kind.voice);
    this.#speech.set(kind, samples);
  }

  /** Milliseconds of the stops of one kind, way and length. */
  tookMs({ kind, way, lengthMs }: Take): number[] {
    return this.#taken
      .filter((one) => one.kind === kind && one.way === way && one.lengthMs === lengthMs)
      .map((one) => one.tookMs);
  }

  /** Measures all side by side, each a little later than the one before, so that none waits to stop. */
  async all(takes: readonly Take[]): Promise<void> {
    // All six short ones are under way before the first of them stops.
    const apartMs = this.#bench.lasting(1500);
    await Promise.all(
      takes.map(async (take, index) => {
        await delay(index * apartMs, undefined, { signal: this.#bench.signal });
        await this.take(take);
      }),
    );
  }

  async take(take: Take): Promise<void> {
    const { kind, way, lengthMs } = take;
    const durationMs = this.#bench.lasting(lengthMs);
    const isFed = way === 'whole' && lengthMs === longMs;
    const all = this.#speech.get(kind) ?? new Int16Array();
    const length = Math.round((durationMs * sampleRateHz) / 1000);
    await using talk = await Talk.open({
      samples: isFed ? all.subarray(0, length) : all,
      engine: kind.engine,
      isAhead: way === 'ours',
      speed: isFed ? 'max' : 'real',
      signal: this.#bench.signal,
    });
    let leave = () => {};
    const turn = async () => {
      const ticket = this.#stops.take();
      leave = () => ticket.leave();
      await Promise.race([ticket.ready, delay(durationMs * patience)]);
    };
    try {
      const { tookMs, session } = await talk.dictate({ durationMs, turn });
      if (session.raw_text === '') throw new Error(`Nothing was understood: ${kind.name}`);
      this.#taken.push({ ...take, tookMs });
      this.#bench.progress((performance.now() - this.#begunAt) / expectedMs);
    } finally {
      leave();
    }
  }
}

function rowsOf(kind: Kind, stage: Stage): Row[] {
  const middle = (way: Way, lengthMs: number) => median(stage.tookMs({ kind, way, lengthMs }));
  const samplesOf = (lengthMs: number) => stage.tookMs({ kind, way: 'ours', lengthMs }).length;
  const times = [...shortMs, longMs].map((lengthMs): Row => ({
    what: `stop to text after ${spoken(lengthMs)}: ${kind.name}`,
    unit: 'ms',
    ours: middle('ours', lengthMs),
    other: middle('whole', lengthMs),
    against: 'whole file',
    goals: [],
    samples: samplesOf(lengthMs),
  }));
  const growth = (way: Way) => middle(way, longMs) / middle(way, shortMs[0]);
  return [
    ...times,
    {
      what: `10 min over 10 s: ${kind.name}`,
      unit: '×',
      ours: growth('ours'),
      other: growth('whole'),
      against: 'whole file',
      goals: [{ of: 'value', atMost: 1.2 }],
      samples: samplesOf(longMs),
    },
  ];
}

function spoken(ms: number): string {
  return ms < 60_000 ? `${ms / 1000} s` : `${ms / 60_000} min`;
}
