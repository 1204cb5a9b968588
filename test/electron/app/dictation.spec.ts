import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { clipboardOf, expect, rowsOf, test } from './start.ts';

const sentence = 'the weather is very good today and we go to the river';

test('what is spoken into the microphone is in the window, in the history and on the clipboard', async ({
  home,
  audio,
}) => {
  await home.settings({
    engines: { command: { preset: 'pocketsphinx' } },
    microphone: audio.microphone.name,
  });
  const speech = join(home.folder, 'speech.wav');
  const padded = join(home.folder, 'padded.wav');
  execFileSync('flite', ['-voice', 'awb', '-t', sentence, '-o', speech]);
  execFileSync('sox', ['-D', speech, padded, 'pad', '0.3', '0.5']);

  const { app, page } = await home.open();
  await expect.poll(async () => (await home.status()).model).toBe('pocketsphinx');
  await app.tray.clickMenu('toggle');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Recording');
  await audio.play(padded);
  await app.tray.clickMenu('toggle');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ready');

  const text = (await home.whis('last')).stdout.trim();
  console.log(`said: ${sentence}\nread: ${text}`);
  const words = new Set(text.split(' '));
  expect(sentence.split(' ').filter((word) => !words.has(word)).length).toBeLessThanOrEqual(2);
  await expect(rowsOf(page).first()).toContainText(text);
  expect(await clipboardOf(app)).toBe(text);
});
