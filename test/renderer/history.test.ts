import { describe, expect, it } from 'vitest';

import { callsOf, focused, usePages } from './harness/pages.ts';
import { idOf, sessionOf } from './harness/scene.ts';
import { hundredThousand, nothing, strange, troubled, usual } from './harness/scenes.ts';

const open = usePages();
const newest = idOf(40);

describe('the history', () => {
  it('searches while it is typed, one question at a time, and marks what it finds', async () => {
    const page = await open(usual);
    await page.locator('.row-main').first().waitFor();
    await page.evaluate(() => window.fake.hold());
    await page.keyboard.press('/');
    expect(await focused(page)).toBe('Search all dictations');
    await page.keyboard.type('settings rea');
    await page.evaluate(() => window.fake.letGo());
    await expect.poll(() => page.locator('.row-main').first().textContent()).toContain('Refactor');
    expect(await page.locator('.row mark').allTextContents()).toContain('settings');
    const asked = (await callsOf(page, 'list_sessions')) as { query?: string }[];
    // The first letter's question was on its way: of the eleven after it only the last was sent.
    expect(asked.map(({ query }) => query)).toEqual([undefined, 's', 'settings rea']);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.row-main').count()).toBeGreaterThan(6);
  });

  it('is found by keys from anywhere: also where the slash is behind Shift, and while something is typed', async () => {
    const page = await open(usual);
    const row = page.locator('.row-main').first();
    const search = 'Search all dictations';
    for (const key of ['Control+KeyF', 'Meta+KeyF']) {
      await row.focus();
      await page.keyboard.press(key);
      expect(await focused(page)).toBe(search);
    }
    await row.focus();
    await row.dispatchEvent('keydown', { key: '/', shiftKey: true });
    expect(await focused(page)).toBe(search);
    await page.keyboard.type('a/b');
    await page.keyboard.press('Control+KeyF');
    await page.keyboard.type('c/d');
    expect(await page.getByLabel(search).inputValue()).toBe('c/d');
    await page.getByRole('button', { name: 'Start dictation' }).focus();
    await page.keyboard.press('Control+Shift+KeyF');
    await page.keyboard.press('Alt+/');
    expect(await focused(page)).toBe('Start dictation');
  });

  it('says when there is nothing, and when nothing was found', async () => {
    const empty = await open(nothing);
    await expect
      .poll(() => empty.getByRole('heading', { level: 2 }).textContent())
      .toBe('No dictations yet');
    const page = await open(usual);
    await page.getByLabel('Search all dictations').fill('zebra');
    await expect
      .poll(() => page.getByRole('heading', { name: 'No dictation has these words' }).count())
      .toBe(1);
  });

  it('says why it cannot be read, and tries again', async () => {
    const message = 'The disk did not answer.';
    const page = await open({
      ...usual,
      refused: { list_sessions: { code: 'storage_failed', message } },
    });
    await page.getByRole('alert').filter({ hasText: message }).waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => callsOf(page, 'list_sessions')).toHaveLength(2);
  });

  it('is walked by keyboard: arrows, open, copy, delete, undo', async () => {
    const page = await open(usual);
    const first = page.locator('.row-main').first();
    await first.focus();
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toContain('Explain why the build');
    await page.keyboard.press('End');
    await expect.poll(() => page.locator('[aria-posinset="40"] .row-main:focus').count()).toBe(1);
    await page.keyboard.press('Home');
    await expect.poll(() => first.evaluate((row) => row === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByText('Copied').waitFor();
    expect(await callsOf(page, 'deliver_session')).toEqual([
      { session_id: newest, output: ['clipboard'] },
    ]);
    await page.keyboard.press('Space');
    await page.getByRole('region', { name: /at/ }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.detail').count()).toBe(0);
    await expect.poll(() => first.evaluate((row) => row === document.activeElement)).toBe(true);
    await page.keyboard.press('Delete');
    await page.getByText('Dictation deleted').waitFor();
    await expect.poll(() => focused(page)).toContain('Explain why the build');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => first.textContent()).toContain('Could you look at the flaky test');
  });

  it.each(['Control', 'Meta'])('takes deletes back with %s+Z, the newest first', async (held) => {
    const page = await open(usual);
    const rows = page.locator('.row-main');
    await rows.first().focus();
    for (const next of ['Explain why the build', 'Two kilos of potatoes']) {
      await page.keyboard.press('Delete');
      await expect.poll(() => focused(page)).toContain(next);
    }
    await page.keyboard.press(`${held}+KeyZ`);
    await expect.poll(() => rows.first().textContent()).toContain('Explain why the build');
    await page.getByText('Dictation restored').waitFor();
    await expect.poll(() => page.getByText('Dictation deleted').count()).toBe(0);
    await page.getByRole('button', { name: 'Close this message' }).focus();
    await page.keyboard.press(`${held}+KeyZ`);
    await expect.poll(() => rows.first().textContent()).toContain('Could you look at the flaky');
    // There is nothing more to take back, and in a field the keys are the field's.
    await page.keyboard.press(`${held}+KeyZ`);
    await page.getByLabel('Search all dictations').press(`${held}+KeyZ`);
    expect(await callsOf(page, 'undo')).toHaveLength(2);
  });

  it('opens a dictation over the list where there is no room beside it, and gives the focus back', async () => {
    const page = await open(usual, { width: 420, height: 680 });
    await page.locator('.row-main').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await expect.poll(() => focused(page)).toBe('Close the dictation');
    expect(await page.getByRole('search').count()).toBe(0);
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(page)).toContain('Explain why the build');
  });

  it('shows what a text says, never what it would do as HTML', async () => {
    const page = await open(strange);
    const row = page.locator('.row-main').first();
    await row.click();
    const text = page.getByLabel('Text', { exact: true });
    expect(await text.textContent()).toContain('<img src=x onerror="document.title=\'run\'">');
    expect(await page.locator('main img, main script, main b:has-text("bold")').count()).toBe(0);
    expect(await page.title()).toBe('whis');
    await page.locator('.row-main').nth(1).click();
    await expect.poll(() => text.textContent()).toContain('שלום');
    expect(await text.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
  });

  it('offers what a session needs: a retry, an undo', async () => {
    const page = await open(troubled);
    await page.getByRole('button', { name: 'Retry' }).first().click();
    await expect
      .poll(() => callsOf(page, 'restart_session'))
      .toEqual([{ session_id: idOf(100_000_004) }]);
    await page.getByText('Transcribing', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => callsOf(page, 'undo')).toEqual([{ session_id: idOf(100_000_003) }]);
    expect(await page.getByText('Recovered').count()).toBe(1);
  });

  it('transcribes again with another engine, and exports, from menus that the arrows go through', async () => {
    const page = await open(usual);
    await page.locator('.row-main').first().click();
    await page.getByRole('button', { name: 'Retry' }).focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => focused(page)).toBe('The usual one');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => callsOf(page, 'restart_session'))
      .toEqual([{ session_id: newest, engine: 'local' }]);
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: /^Subtitles/ }).click();
    await expect
      .poll(() => callsOf(page, 'app_export'))
      .toEqual([{ session_id: newest, format: 'srt' }]);
    await page.getByText('Exported').waitFor();
  });

  it('moves through a menu as fast as its keys are pressed', async () => {
    const page = await open(usual);
    await page.locator('.row-main').first().click();
    await page.getByRole('button', { name: 'Retry' }).focus();
    // No frame is painted between them.
    await page.evaluate(async () => {
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown']) {
        const press = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
        document.activeElement?.dispatchEvent(press);
        await Promise.resolve();
      }
    });
    await page.evaluate(
      () => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted))),
    );
    expect(await focused(page)).toBe('Own program');
  });

  it('has another preset work on what was said, or none, also where no audio is kept', async () => {
    const prompt = 'Make it short.';
    const scene = {
      ...usual,
      settings: { ...usual.settings, presets: ['email', 'none'].map((name) => ({ name, prompt })) },
      sessions: [
        sessionOf({ id: idOf(41), text: 'Yes.', raw_text: 'Yes.', audio_path: null }),
        sessionOf({ id: idOf(42), text: 'No.', raw_text: 'No.', preset: 'email' }),
      ],
    };
    const page = await open(scene);
    await page.locator('.row-main').first().click();
    await page.getByRole('button', { name: 'Retry' }).press('ArrowDown');
    await expect.poll(() => focused(page)).toBe('email');
    const items = page.getByRole('menuitem');
    expect(await items.allTextContents()).toEqual(['email', 'None: as it was saidused last']);
    await page.keyboard.press('Enter');
    await expect
      .poll(() => callsOf(page, 'restart_session'))
      .toEqual([{ session_id: idOf(41), preset: 'email' }]);
    await page.locator('.row-main').nth(1).click();
    await page.getByText('Preset', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Retry' }).click();
    const presets = page.getByRole('menu').getByRole('group', { name: 'Preset' });
    await page.keyboard.press('End');
    await expect.poll(() => focused(page)).toBe('None: as it was said');
    expect(await presets.getByRole('menuitem').first().textContent()).toBe('emailused last');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => callsOf(page, 'restart_session'))
      .toContainEqual({ session_id: idOf(42), preset: 'none' });
  });

  it('offers no presets where there are none', async () => {
    const page = await open(usual);
    await page.locator('.row-main').first().click();
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('menuitem', { name: 'Groq' }).waitFor();
    expect(await page.getByRole('group', { name: 'Preset' }).count()).toBe(0);
  });

  it('plays a recording, and seeks in its waveform by pointer and by keys', async () => {
    const page = await open(usual);
    await page.locator('.row-main').first().click();
    await page.locator('.waveform rect').first().waitFor();
    const audio = page.locator('audio');
    const time = () => audio.evaluate((element: HTMLAudioElement) => element.currentTime);
    await expect
      .poll(() => audio.evaluate((one: HTMLAudioElement) => one.readyState))
      .toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Play' }).click();
    await expect.poll(time).toBeGreaterThan(0.2);
    await page.getByLabel('Pause', { exact: true }).click();
    const slider = page.getByRole('slider', { name: 'Place in the recording' });
    await slider.focus();
    await page.keyboard.press('Home');
    expect(await time()).toBe(0);
    await slider.click({ position: { x: 30, y: 20 } });
    await expect.poll(time).toBeGreaterThan(0.3);
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/^0:0\d of 0:/);
  });
});

describe('a history of 100,000 dictations', () => {
  it('draws only what can be seen, reads on while it is scrolled, and is searched', async () => {
    const page = await open(hundredThousand);
    const rows = page.locator('.row-main');
    await rows.first().waitFor();
    const scroller = page.locator('.rows');
    for (const turn of [1, 2, 3, 4, 5, 6]) {
      await scroller.evaluate((element) => element.scrollTo(0, element.scrollHeight));
      await expect
        .poll(() => scroller.evaluate((element) => element.scrollHeight))
        .toBeGreaterThan(turn * 35_000);
      expect(await rows.count()).toBeLessThan(60);
    }
    await page.getByLabel('Search all dictations').fill('potatoes');
    await expect.poll(() => rows.first().textContent()).toContain('Two kilos of potatoes');
    expect(await scroller.evaluate((element) => element.scrollTop)).toBe(0);
  });

  // Two hundred pages are read on the way: on a busy machine that takes longer than a test may else.
  it('scrolls to the last of them', { timeout: 60_000 }, async () => {
    const page = await open(hundredThousand);
    await page.locator('.row-main').first().waitFor();
    await page.locator('.rows').evaluate(async (element) => {
      const isAtEnd = () => element.querySelector('[aria-posinset="100000"]') !== null;
      while (!isAtEnd()) {
        element.scrollTo(0, element.scrollHeight);
        await new Promise(requestAnimationFrame);
      }
    });
    expect(await page.locator('.row-main').count()).toBeLessThan(60);
    expect(await page.locator('[aria-posinset="100000"]').getAttribute('aria-setsize')).toBe(
      '100000',
    );
  });
});
