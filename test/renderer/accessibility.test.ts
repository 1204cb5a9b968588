import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright';
import { expect, it } from 'vitest';

import { usePages } from './harness/pages.ts';
import { broken, firstRun, fresh, nothing, strange, troubled, usual } from './harness/scenes.ts';
import type { Scene } from './harness/scene.ts';

const open = usePages();
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const click = (name: string) => (page: Page) =>
  page.getByRole('button', { name, exact: true }).first().click();

const sights: readonly (readonly [string, Scene, (page: Page) => Promise<unknown>])[] = [
  ['the history', usual, (page) => page.locator('.row-main').first().waitFor()],
  ['an empty history', nothing, (page) => page.locator('.nothing').waitFor()],
  ['a search', usual, (page) => page.getByLabel('Search all dictations').fill('settings')],
  ['what is wrong', troubled, (page) => page.locator('.notice').first().waitFor()],
  [
    'a dictation in full',
    strange,
    async (page) => {
      await page.locator('.row-main').first().click();
      await page.locator('.waveform rect').first().waitFor();
    },
  ],
  [
    'an open menu',
    usual,
    async (page) => {
      await page.locator('.row-main').first().click();
      await page.getByRole('button', { name: 'Export' }).click();
    },
  ],
  [
    'the ways to retry',
    { ...usual, settings: { ...usual.settings, presets: [{ name: 'email', prompt: 'Short.' }] } },
    async (page) => {
      await page.locator('.row-main').first().click();
      await page.getByRole('button', { name: 'Retry' }).click();
      await page.getByRole('group', { name: 'Preset' }).waitFor();
    },
  ],
  [
    'a recording',
    usual,
    async (page) => {
      await click('Start dictation')(page);
      await page.getByRole('timer').waitFor();
    },
  ],
  [
    'a message',
    usual,
    async (page) => {
      await page.locator('.row-main').first().press('Delete');
      await page.getByText('Dictation deleted').waitFor();
    },
  ],
  [
    'the settings',
    usual,
    async (page) => {
      await click('Settings')(page);
      await page.getByLabel('Longest dictation').waitFor();
    },
  ],
  [
    'the engines',
    troubled,
    async (page) => {
      await click('Engines')(page);
      await page.getByText('Everything else').waitFor();
    },
  ],
  [
    'a model that is broken',
    broken,
    async (page) => {
      await click('Engines')(page);
      await page.getByText('Everything else').waitFor();
    },
  ],
  [
    'the settings that were found',
    { ...usual, settings: { ...usual.settings, fallback_engines: ['groq', 'local'] } },
    async (page) => {
      await click('Settings')(page);
      await page.getByLabel('Find a setting').fill('groq');
      await page.getByText('found').waitFor();
      await click('Add an engine')(page);
    },
  ],
  [
    'the engines of a fresh machine',
    fresh,
    async (page) => {
      await page.getByRole('button', { name: 'Engines', exact: true }).first().click();
      await page.getByText('Recommended').first().waitFor();
      await page.getByText('Everything else').waitFor();
    },
  ],
  ['the first step', firstRun, (page) => page.getByLabel('Microphone').waitFor()],
  [
    'the second step',
    firstRun,
    async (page) => {
      await click('Skip for now')(page);
      await page.getByText('Waiting for the keys').waitFor();
    },
  ],
];

it.each(
  sights.flatMap(([name, scene, act]) =>
    (['light', 'dark'] as const).map((colorScheme) => ({ name, scene, act, colorScheme })),
  ),
)('axe finds nothing in $name, $colorScheme', async ({ scene, act, colorScheme }) => {
  const page = await open(scene, { colorScheme, reducedMotion: 'reduce' });
  await act(page);
  expect(await violations(page)).toEqual([]);
});

it.each([
  ['narrow', 420],
  ['wide', 1600],
])('no page is wider than a %s window', async (_, width) => {
  const page = await open(strange, { width, height: 680 });
  for (const place of ['Dictations', 'Engines', 'Settings']) {
    await click(place)(page);
    await page.locator('.row-main, .engine, .setting').first().waitFor();
    const isOver = await page.evaluate(() =>
      [
        document.documentElement,
        ...document.querySelectorAll('main, .sheet, .home-main, .rows'),
      ].some((element) => element.scrollWidth > element.clientWidth),
    );
    expect(isOver).toBe(false);
  }
});

it('stands still where motion is not wanted', async () => {
  const page = await open(usual, { reducedMotion: 'reduce' });
  await click('Start dictation')(page);
  await page.getByRole('timer').waitFor();
  const moving = await page.evaluate(
    () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
  );
  expect(moving).toBe(0);
});

/** Rule and place of everything that axe holds against the page. */
async function violations(page: Page): Promise<string[]> {
  const results = (await page.evaluate(`${axe};\naxe.run(document)`)) as AxeResults;
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  );
}
