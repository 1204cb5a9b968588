import type { Bench, Figure, Row } from '../figure.ts';
import { flite, speakFor, tones, type Voice } from '../speech.ts';
import { pocketsphinx, toneEngine, transcribe } from '../talk.ts';
import { compareWords, errorRate } from '../word-errors.ts';

const minuteMs = 60_000;

/** Who speaks how long, and what understands it. */
interface Listener {
  readonly who: string;
  readonly voice: Voice;
  readonly engine: object;
  readonly durationMs: number;
}

const listeners: readonly Listener[] = [
  { who: 'awb', voice: flite('awb'), engine: pocketsphinx, durationMs: 5 * minuteMs },
  { who: 'rms', voice: flite('rms'), engine: pocketsphinx, durationMs: 5 * minuteMs },
  { who: 'tones', voice: tones, engine: toneEngine, durationMs: 10 * minuteMs },
];

/**
 * What is lost by not waiting for the end: the same speech, transcribed while it is recorded (by pocketsphinx
 * as it comes, by the tone model in pieces that are joined), against the same engine on the whole file.
 * It is fed as fast as it is taken, since only the words count: what is not heard yet waits for the engine.
 */
export const wordsWrong: Figure = {
  name: 'words-wrong',
  title: 'Words wrong, of a hundred that were said',
  async measure(bench) {
    const rows: Row[] = [];
    for (const [index, listener] of listeners.entries()) {
      bench.progress(index / listeners.length);
      rows.push(await hear(listener, bench));
    }
    return rows;
  },
};

async function hear(
  { who, voice, engine, durationMs }: Listener,
  { lasting, signal }: Bench,
): Promise<Row> {
  const { samples, text } = await speakFor(lasting(durationMs), voice);
  // No time is measured: they may share the machine.
  const [ours, whole] = await Promise.all(
    [true, false].map((isAhead) => transcribe({ samples, engine, isAhead, speed: 'max', signal })),
  );
  const wrongIn = (heard: string | undefined) => errorRate(compareWords(text, heard ?? ''));
  const minutes = Math.round(samples.length / 16 / minuteMs);
  return {
    what: `words wrong, ${who}, ${minutes} min`,
    unit: 'of 100',
    ours: wrongIn(ours),
    other: wrongIn(whole),
    against: 'whole file',
    goals: [{ of: 'more', atMost: 0.5 }],
    samples: 1,
  };
}
