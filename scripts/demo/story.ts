import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { durationOfBytes, wavHeaderBytes } from '../../src/core/wav.ts';
import type { WhisEvent } from '../../src/protocol/events.ts';
import type { Session } from '../../src/protocol/session.ts';
import type { Home } from './home.ts';
import type { Stage } from './stage.ts';
import { countWrong, wordsOf } from './words.ts';

const assets = join(import.meta.dirname, '..', '..', 'assets');

/** The recogniser may mishear so many of the demo's words. */
const mostWrong = 2;

/** The daemon tells a level for each tenth of a second. */
const levelMs = 100;

/** Silence that lets the last word come to its end, in levels. */
const levelsAfter = 2;

/** Tells one dictation from the daemon's start to its end; gives whether the text is right. */
export async function tell(home: Home, stage: Stage): Promise<boolean> {
  const show = async (line: string) => {
    stage.prompt(line);
    return home.run(line);
  };
  stage.title('whis: your voice, piped to your clipboard');

  stage.comment('A daemon whose microphone is a sound file; its texts go into the file said.txt.');
  stage.prompt('whis listen --input demo.wav --hotkey none &');
  await home.listen('--input', 'demo.wav', '--hotkey', 'none');
  stage.output(home.said.trimEnd());
  await show('whis status');

  stage.comment('A pause: a shortcut does nothing now.');
  await show('whis pause');
  await show('whis toggle');
  await show('whis status | head -1');
  await show('whis resume');

  stage.comment('Speak.');
  const events = await home.watch('levels', 'sessions');
  await show('whis toggle');
  await hear(events, stage);
  await show('whis status | head -1');
  await show('whis toggle');
  await show('whis status | head -1');
  await untilDelivered(events);

  stage.comment('The text, where it was sent to and in the history.');
  await show('cat said.txt');
  await show('whis show');
  await show('whis list');
  await show('whis search clipboard');

  stage.comment('The end.');
  await show('whis stop');
  await show('whis status');
  return judge(JSON.parse(await home.read('whis show --json')) as Session, stage);
}

/** Draws what the microphone hears until the file has come to its end. */
async function hear(events: AsyncIterator<WhisEvent>, stage: Stage): Promise<void> {
  const { size } = await stat(join(assets, 'demo.wav'));
  const total = Math.ceil(durationOfBytes(size - wavHeaderBytes) / levelMs) + levelsAfter;
  const levels: number[] = [];
  while (levels.length < total) {
    const event = await next(events);
    if (event.event !== 'level') continue;
    levels.push(event.data.dbfs);
    stage.wave(levels, total);
  }
}

async function untilDelivered(events: AsyncIterator<WhisEvent>): Promise<void> {
  for (;;) {
    const { event, data } = await next(events);
    if (event === 'session_failed') throw new Error(`The dictation failed: ${data.message}`);
    if (event === 'session_done' && data.text === '') throw new Error('Nothing was understood.');
    if (event === 'delivered') return;
  }
}

async function next(events: AsyncIterator<WhisEvent>): Promise<WhisEvent> {
  const { done, value } = await events.next();
  if (done) throw new Error('The daemon ended in the middle of the dictation.');
  return value;
}

async function judge({ text, timings_ms: took }: Session, stage: Stage): Promise<boolean> {
  const said = wordsOf(await readFile(join(assets, 'demo.txt'), 'utf8'));
  const wrong = countWrong(wordsOf(text ?? ''), said);
  const isGood = wrong <= mostWrong;
  const right = wrong === 0 ? `All ${said.length} words are right` : `${wrong} words are wrong`;
  stage.verdict(isGood, `${right}${isGood ? '' : `, and ${mostWrong} may be`}.`);
  const first = Math.round(took.requested_to_first_frame ?? 0);
  const seconds = (milliseconds: number | null) => `${((milliseconds ?? 0) / 1000).toFixed(1)} s`;
  stage.output(
    `  First sound ${first} ms after the request, text ${seconds(took.stop_to_text)} after the stop (engine ${seconds(took.engine)}).`,
  );
  if (isGood) {
    stage.comment(
      'Your own voice: run npm start, and in another terminal: npm exec -- whis toggle',
    );
  }
  return isGood;
}
