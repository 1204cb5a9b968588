import { once } from 'node:events';
import { join } from 'node:path';

import { installStreamingToneModel } from '../../fixtures/tone-model.ts';
import { speakTones, writeWav } from '../../fixtures/tones.ts';
import { expect, overlayPage, rowsOf, test } from './start.ts';

const said = 'please send me the list of all the names that you know';

test('what is spoken is read while it is spoken: in the window, in the overlay, and by whis watch', async ({
  home,
  audio,
}) => {
  await installStreamingToneModel(join(home.folder, 'data/whis/models'));
  await home.settings({
    engine: 'local',
    microphone: audio.microphone.name,
    transcribe_while_recording: true,
  });
  const speech = join(home.folder, 'speech.wav');
  await writeWav(speech, speakTones(said, { gapMs: 80, tailMs: 1000 }));

  const { app, page } = await home.open();
  const overlay = await overlayPage(app);
  const watch = home.run(process.execPath, [home.cli, 'watch', '--events', 'partials']);
  let watched = '';
  watch.stdout?.setEncoding('utf8').on('data', (text: string) => (watched += text));
  await expect.poll(async () => (await home.status()).clients).toBeGreaterThan(1);

  await page.getByRole('button', { name: 'Start dictation' }).click();
  await expect(page.getByRole('timer')).toBeVisible();
  const played = audio.play(speech);
  const live = page.locator('.live-text');
  await expect(live).toContainText('send');
  await expect(overlay.locator('.pill-text')).toContainText('list');
  const below = async () => (await page.getByRole('search').boundingBox())?.y;
  const before = await below();
  await expect(live).toContainText('names');
  expect(await below()).toBe(before);
  await expect.poll(() => watched).toContain('… ');
  await played;
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await home.reaches('idle');
  await expect(rowsOf(page).first()).toContainText('the names');
  await expect(page.locator('.live-text.is-done')).toContainText('the names');
  expect(watched).toContain('send');
  const ended = once(watch, 'exit');
  watch.kill();
  await ended;
});
