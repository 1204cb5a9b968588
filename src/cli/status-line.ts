import { WhisError } from '../protocol/errors.ts';
import { printable } from '../protocol/printable.ts';
import type { Status } from '../protocol/status.ts';
import { nearest } from './nearest.ts';
import { clock, span } from './time.ts';

/** What a status line can say; a daemon that does not run has its state and nothing else. */
type Words = Record<
  'state' | 'elapsed' | 'level' | 'engine' | 'model' | 'microphone' | 'queue' | 'uptime',
  string
>;

/**
 * Fills a line like `{state} {elapsed}`; null is the status of a daemon that does not run. Throws
 * `usage` for a word that it does not know.
 */
export function formatStatus(status: Status | null, format: string): string {
  const words = wordsOf(status);
  return format.replaceAll(/\{(\w+)\}/g, (_, word: string) => {
    if (Object.hasOwn(words, word)) return words[word as keyof Words];
    const known = Object.keys(words);
    const close = nearest(word, known);
    throw new WhisError(
      'usage',
      `--format does not know {${word}}.${close ? ` Did you mean {${close}}?` : ''} It knows {${known.join('}, {')}}.`,
    );
  });
}

/**
 * The line that a custom module of waybar with `"return-type": "json"` reads (waybar-custom(5)):
 * the class is the state, for its style sheet.
 */
export function waybarStatus(status: Status | null): object {
  const { state, elapsed, engine } = wordsOf(status);
  const isRecording = state === 'recording';
  return {
    text: isRecording ? elapsed : '',
    alt: state,
    class: state,
    tooltip: engine ? `whis: ${state}, ${engine}` : `whis: ${state}`,
  };
}

function wordsOf(status: Status | null): Words {
  if (!status) {
    const nothing = { elapsed: '', level: '', engine: '', model: '', microphone: '', queue: '' };
    return { state: 'not_running', ...nothing, uptime: '' };
  }
  const { state, session, engine, model, microphone, queue, uptime_secs } = status;
  const level = session?.level_dbfs;
  return {
    state,
    elapsed: session ? clock(session.elapsed_ms) : '',
    level: typeof level === 'number' ? `${Math.round(level)} dBFS` : '',
    engine: printable(engine ?? ''),
    model: printable(model ?? ''),
    microphone: printable(microphone),
    queue: String(queue.length),
    uptime: span(uptime_secs),
  };
}
