import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Page } from 'playwright';

import { Film } from './film.ts';
import { Stage } from './stage.ts';

// `npm run pictures`: the README's pictures, taken of the running window. Needs what the specs need.

const root = join(import.meta.dirname, '../../..');
const images = join(root, 'docs/images');
const sentence = join(root, 'assets/demo.wav');

await mkdir(images, { recursive: true });
await takePages();
await takeFirstRun();
await takeDictation();

/** Every page in light and dark, and the window while it records. */
async function takePages(): Promise<void> {
  const stage = await Stage.open();
  const { page } = stage;
  try {
    await page.getByRole('heading', { level: 1, name: 'Ready' }).waitFor();
    for (const theme of ['light', 'dark'] as const) {
      await stage.paint(theme);
      for (const [name, label] of [
        ['history', 'Dictations'],
        ['engines', 'Engines'],
        ['settings', 'Settings'],
      ] as const) {
        await page.getByRole('button', { name: label, exact: true }).click();
        // The doctor has looked at everything.
        if (name === 'engines') await page.getByText('Everything else').waitFor();
        await takeStill(page, `${name}-${theme}`);
      }
      await page.getByRole('button', { name: 'Dictations', exact: true }).click();
      await page.getByRole('button', { name: 'Start dictation' }).click();
      const played = stage.audio.play(sentence);
      await page.getByRole('timer').filter({ hasText: '0:04' }).waitFor();
      await takeStill(page, `recording-${theme}`);
      await page.getByRole('button', { name: 'Cancel', exact: true }).click();
      await played;
    }
  } finally {
    await stage.close();
  }
}

async function takeFirstRun(): Promise<void> {
  const stage = await Stage.open({ isNew: true });
  try {
    await stage.page.getByRole('heading', { name: 'Welcome to whis' }).waitFor();
    for (const theme of ['light', 'dark'] as const) {
      await stage.paint(theme);
      await takeStill(stage.page, `first-run-${theme}`);
    }
  } finally {
    await stage.close();
  }
}

/** One dictation from its first click to its text, as it looks. */
async function takeDictation(): Promise<void> {
  const stage = await Stage.open();
  const frames = await mkdtemp(join(tmpdir(), 'whis-frames-'));
  const { page } = stage;
  const film = new Film(page, frames);
  try {
    await page.getByRole('heading', { level: 1, name: 'Ready' }).waitFor();
    film.begin();
    await page.getByRole('button', { name: 'Start dictation' }).click();
    await page.getByRole('timer').waitFor();
    await stage.audio.play(sentence);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByRole('main').getByText('microphone').first().waitFor();
    await film.end(2000);
    film.save(join(images, 'dictation.gif'));
  } finally {
    await film.end(0);
    await rm(frames, { recursive: true });
    await stage.close();
  }
}

async function takeStill(page: Page, name: string): Promise<void> {
  // Whatever fades or slides has come to its end; what pulses never does.
  await page.evaluate(() => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    return Promise.all(ending.map((one) => one.finished.catch(() => null)));
  });
  await page.screenshot({ path: join(images, `${name}.png`) });
}
