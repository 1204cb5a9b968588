import { describe, expect, it } from 'vitest';

import { callsOf, focused, usePages } from './harness/pages.ts';
import { usual } from './harness/scenes.ts';

const open = usePages();

/** Somebody who has words and a preset of their own. */
const worded = {
  ...usual,
  settings: {
    ...usual.settings,
    text: {
      ...usual.settings.text,
      replacements: { wiz: 'whis' },
      dictionary: ['sherpa-onnx'],
    },
    presets: [{ name: 'email', prompt: 'Make a polite email of it.' }],
  },
};

async function openSettings(scene: typeof usual = worded) {
  const page = await open(scene);
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByLabel('Longest dictation').waitFor();
  return page;
}

describe('the settings of texts', () => {
  it('take a key for each service and for the chat model', async () => {
    const page = await openSettings();
    for (const [label, key] of [
      ['Groq', 'engines.groq.api_key'],
      ['Chat model', 'chat.api_key'],
    ] as const) {
      const fold = page.getByRole('group', { name: label, exact: true });
      await fold.getByText(label, { exact: true }).click();
      const field = fold.getByLabel('API key', { exact: true });
      expect(await field.getAttribute('type')).toBe('password');
      await field.fill('secret-1');
      await page.keyboard.press('Enter');
      await expect
        .poll(() => callsOf(page, 'set_setting'))
        .toContainEqual({ key, value: 'secret-1' });
    }
    expect(await page.content()).not.toContain('secret-1');
  });

  it('have a row for each replacement: Enter begins the next one, and nothing is said twice', async () => {
    const page = await openSettings();
    await page.getByRole('button', { name: 'Add a replacement' }).click();
    await expect.poll(() => focused(page)).toBe('As it is heard, 2');
    await page.keyboard.type('my address');
    await page.keyboard.press('Tab');
    await page.keyboard.type('1 Long Lane');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('Cambridge');
    expect(await callsOf(page, 'set_setting')).toEqual([]);
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('As it is heard, 3');
    const both = { wiz: 'whis', 'my address': '1 Long Lane\nCambridge' };
    await expect
      .poll(() => callsOf(page, 'set_setting'))
      .toEqual([{ key: 'text.replacements', value: both }]);
    // The row that is begun stays while the answer comes.
    await page.keyboard.type('third');
    await page.getByLabel('Your words').focus();
    await expect.poll(() => callsOf(page, 'set_setting')).toHaveLength(2);
    await page.getByRole('button', { name: 'Remove “third”' }).click();
    await page.getByRole('button', { name: 'Remove “wiz”' }).click();
    await expect.poll(() => focused(page)).toBe('As it is heard, 1');
    await expect
      .poll(() => callsOf(page, 'set_setting'))
      .toEqual([
        { key: 'text.replacements', value: both },
        { key: 'text.replacements', value: { ...both, third: '' } },
        { key: 'text.replacements', value: both },
        { key: 'text.replacements', value: { 'my address': '1 Long Lane\nCambridge' } },
      ]);
  });

  it('take a list a line each, and an empty one', async () => {
    const page = await openSettings();
    const words = page.getByLabel('Your words');
    expect(await words.inputValue()).toBe('sherpa-onnx');
    await words.fill('Siobhán\n\n  Wrocław ');
    await page.getByLabel('Longest dictation').focus();
    await expect
      .poll(() => callsOf(page, 'set_setting'))
      .toEqual([{ key: 'text.dictionary', value: ['Siobhán', 'Wrocław'] }]);
    await expect.poll(() => words.inputValue()).toBe('Siobhán\nWrocław');
    await words.fill('');
    await page.getByLabel('Longest dictation').focus();
    await expect
      .poll(() => callsOf(page, 'set_setting'))
      .toContainEqual({ key: 'text.dictionary', value: [] });
  });

  it('write presets in peace, and set them at once after the app’s own question', async () => {
    const refused = { code: 'not_allowed', message: 'It says where texts are sent.' };
    const page = await openSettings({ ...worded, refused: { 'set_setting presets': refused } });
    await page.getByRole('button', { name: 'Add a preset' }).click();
    const added = page.getByRole('group', { name: 'Preset 2' });
    await added.getByLabel('Name').waitFor();
    await expect
      .poll(() => added.getByLabel('Name').evaluate((e) => e === document.activeElement))
      .toBe(true);
    await page.keyboard.type('poem');
    await page.getByText('Each needs a name, and what to do with the text.').waitFor();
    const poem = page.getByRole('group', { name: 'Preset “poem”' });
    await poem.getByLabel('What to do with the text').fill('Make it rhyme.');
    await poem.getByLabel('Model').fill('qwen3:4b');
    expect(await callsOf(page, 'set_setting')).toEqual([]);
    await page.getByRole('button', { name: 'Save the presets' }).click();
    await expect
      .poll(() => callsOf(page, 'app_confirm_setting'))
      .toEqual([
        {
          key: 'presets',
          value: [
            ...worded.settings.presets,
            { name: 'poem', prompt: 'Make it rhyme.', model: 'qwen3:4b' },
          ],
        },
      ]);
    await page.getByRole('button', { name: 'Save the presets' }).waitFor({ state: 'detached' });
    await page.getByLabel('Preset for every dictation').selectOption('poem');
    await expect
      .poll(() => callsOf(page, 'set_setting'))
      .toContainEqual({ key: 'preset', value: 'poem' });
  });

  it('take back what was changed about presets', async () => {
    const page = await openSettings();
    await page.getByRole('button', { name: 'Remove Preset “email”' }).click();
    await page.getByRole('button', { name: 'Discard the changes' }).click();
    await page.getByRole('group', { name: 'Preset “email”' }).waitFor();
    expect(await callsOf(page, 'set_setting')).toEqual([]);
  });
});
