import type { Transcript } from '../../core/ports.ts';
import type { Segment } from '../../protocol/session.ts';

/** A word, its beginning and its end in seconds, and how sure it is. */
const timed = /^(\S+) (\d+\.\d+) (\d+\.\d+) \d+\.\d+$/;

/** What is timed and no word: silence, noise, a breath. */
const filler = /^(<.*>|\[.*\]|\+\+.*\+\+)$/;

/** Reads what pocketsphinx prints with `-time yes`: a line for each utterance, then one for each of its words. */
export function readUtterances(output: string): Transcript {
  const texts: string[] = [];
  const segments: Segment[] = [];
  let isBegun = false;
  for (const line of output.split('\n')) {
    const [, word = '', from, to] = timed.exec(line) ?? [];
    if (from === undefined) {
      if (line.trim() === '') continue;
      texts.push(line.trim());
      isBegun = false;
    } else if (!filler.test(word)) {
      const before = isBegun ? segments.pop() : undefined;
      const start_s = before?.start_s ?? Number(from);
      segments.push({ start_s, end_s: Number(to), text: texts.at(-1) ?? '' });
      isBegun = true;
    }
  }
  return { text: texts.join(' '), segments };
}
