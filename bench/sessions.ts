import type { Session } from '../src/protocol/session.ts';

const vocabularySize = 8000;
const wordsPerSession = 40;
const firstDay = Date.UTC(2026, 0, 1);
const minuteMs = 60_000;

/** Sessions of made-up words, which are as unequally frequent as those of a language; always the same. */
export function* manySessions(count: number): Generator<Session, void> {
  const random = mulberry32(1);
  const words = vocabulary();
  for (let index = 0; index < count; index += 1) {
    const text = Array.from({ length: wordsPerSession }, () => pick(words, random)).join(' ');
    const at = new Date(firstDay + index * minuteMs).toISOString();
    yield {
      id: `bench-${String(index).padStart(8, '0')}`,
      status: 'done',
      created_at: at,
      started_at: at,
      ended_at: at,
      duration_ms: 15_000,
      label: null,
      working_dir: null,
      language: 'en',
      engine: 'local',
      model: 'tones',
      preset: null,
      text,
      raw_text: text,
      segments: [],
      audio_path: null,
      log_path: '',
      error: null,
      retry_at: null,
      delivered: [{ to: 'clipboard', confirmed: true, at }],
      timings_ms: {
        requested_to_first_frame: 20,
        stop_to_text: 300,
        engine: 280,
        text: 0,
        delivery: 10,
      },
      recovered: false,
    };
  }
}

/** What people type, as it grows: whole words, beginnings of one to three letters, two words. */
export function queriesFor(count: number): string[] {
  const random = mulberry32(2);
  const words = vocabulary();
  return Array.from({ length: count }, (_, index) => {
    const word = index % 2 === 0 ? pick(words, random) : anyOf(words, random);
    if (index % 3 === 0) return word;
    if (index % 3 === 1) return word.slice(0, 1 + Math.floor(random() * 3));
    return `${pick(words, random)} ${word}`;
  });
}

/** Made of syllables, so that many begin alike. */
function vocabulary(): string[] {
  const random = mulberry32(3);
  const syllables = ['ba', 'de', 'ki', 'lo', 'mu', 'na', 'pe', 'ri', 'so', 'tu', 'va', 'we', 'xi'];
  const words = new Set<string>();
  while (words.size < vocabularySize) {
    const length = 1 + Math.floor(random() * 4);
    words.add(Array.from({ length }, () => anyOf(syllables, random)).join(''));
  }
  return [...words];
}

/** Zipf's law: the nth word is said a nth as often as the first. */
function pick(words: readonly string[], random: () => number): string {
  return words[Math.floor(words.length ** random()) - 1] ?? '';
}

function anyOf(words: readonly string[], random: () => number): string {
  return words[Math.floor(random() * words.length)] ?? '';
}

/** Random numbers from 0 to 1 that are the same in every run. Source: mulberry32, Tommy Ettinger. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
