import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { startAudioServer, type AudioServer } from '../fixtures/audio-server.ts';
import { startDisplay, type Display } from '../fixtures/display.ts';
import { Home } from '../fixtures/home.ts';
import { speak } from '../fixtures/speech.ts';

const run = promisify(execFile);
const sentence = 'the weather is very good today and we go to the river';

let audio: AudioServer;
let display: Display;
let home: Home;

beforeAll(async () => {
  audio = await startAudioServer();
  display = await startDisplay();
  home = await Home.make({ ...audio.env, ...display.env });
});

afterAll(async () => {
  await home.close();
  await display.close();
  await audio.close();
});

it('brings what is said into the microphone to the history, the clipboard and the search', async () => {
  const daemon = await home.listen();
  const client = await daemon.connect();
  await client.call('subscribe', { events: ['sessions'] });

  const begun = await home.whis('toggle');
  expect(begun).toMatchObject({ code: 0, stdout: 'recording — whis toggle ends it\n' });
  await audio.play(await padded(await speak(sentence)));
  const ended = await home.whis('toggle');
  expect(ended).toMatchObject({ code: 0 });
  expect(ended.stdout).toMatch(/^transcribing/);
  await client.event(({ event }) => event === 'delivered');

  const last = await home.whis('last');
  const text = last.stdout.trim();
  const wrong = wordsBetween(text, sentence);
  console.log(`said: ${sentence}\nread: ${text} (${wrong} words wrong)`);
  expect(last.code).toBe(0);
  expect(wrong).toBeLessThanOrEqual(2);

  const clipboard = await run('xclip', ['-selection', 'clipboard', '-out'], { env: home.env });
  expect(clipboard.stdout).toBe(text);
  const { session } = await client.call('get_session', { session_id: 'last' });
  expect(session).toMatchObject({
    status: 'done',
    engine: 'command',
    model: 'pocketsphinx',
    text,
    delivered: [{ to: 'clipboard', confirmed: true }],
  });

  const word = text.split(' ').find((one) => one.length > 4) ?? '';
  const found = await home.whis('search', word, '--json');
  expect(JSON.parse(found.stdout)).toMatchObject([{ id: session.id, text }]);
  const nothing = await home.whis('search', 'zebra');
  expect(nothing).toMatchObject({ code: 0, stdout: '' });
  await client.close();
});

/** The same sound with silence around it: a person does not speak in the instant of the key either. */
async function padded(path: string): Promise<string> {
  const longer = join(home.folder, 'padded.wav');
  await run('sox', ['-D', path, longer, 'pad', '0.3', '0.5']);
  return longer;
}

/** How many words must be put in, taken out or changed to make one text of the other (Levenshtein). */
function wordsBetween(one: string, other: string): number {
  const [from, to] = [one.split(/\s+/), other.split(/\s+/)];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [line, word] of from.entries()) {
    const next = [line + 1];
    for (const [column, wanted] of to.entries()) {
      const change = (row[column] ?? 0) + (word === wanted ? 0 : 1);
      next.push(Math.min(change, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
